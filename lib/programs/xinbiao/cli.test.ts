import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalText } from "@/lib/crypto/canonical";
import { fileOf, readContainer } from "@/lib/crypto/container";
import { checkResubmission } from "@/lib/crypto/resubmission";
import { sealingWorld } from "@/lib/ordeal/sealing-world";
import { bundledXinbiao } from "@/lib/testing/bundled-xinbiao";

const xinbiao = bundledXinbiao();

describe.each([1, 2] as const)("suite %i: a bid from files to files", (suite) => {
  let world: Awaited<ReturnType<typeof sealingWorld>>;
  const tool = (...args: string[]) => xinbiao(world.folder, ...args);
  const terms = (who: { cert: string; key: string }) => [
    ...["--tender", "tender.json", "--policy", "policy.json", "--anchor", "anchor.pem"],
    ...["--cert", who.cert, "--key", who.key],
  ];
  const plan = new Uint8Array(200_000).map((_, at) => (at * 131) & 255);

  beforeAll(async () => {
    world = await sealingWorld(suite);
    world.file("方案.pdf", plan);
    world.file("empty.txt", "");
    world.file("报价.xlsx", "not a real sheet");
    world.file("form.json", `{ "price": "12345678.90", "currency": "CNY" }`);
    const made = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      "/CN=token",
    ];
    const use = ["-addext", "keyUsage=critical,digitalSignature", "-keyout", "token.key", "-out", "token.pem"];
    execFileSync("openssl", [...made, ...use], { cwd: world.folder, stdio: "pipe" });
  }, 120_000);

  it("seals, and OpenSSL accepts the signature", async () => {
    const made = tool(
      "seal",
      ...terms(world.bidder),
      "--out",
      "bid.sbc",
      "--form",
      "form.json",
      "--secrets",
      "s.json",
      "方案.pdf",
      "empty.txt",
      "price=报价.xlsx",
      "--encrypt-cert",
      "token.pem",
      // Its own certificate named once more is wrapped to once: a header with a key twice would be refused.
      "--encrypt-cert",
      world.bidder.cert,
      "--json",
    );
    expect(made.status, made.stdout + made.stderr).toBe(0);
    expect(made.json()).toMatchObject({ ok: true, seq: 1, suite });
    const { sealBytes, cms } = await readContainer(
      fileOf(new Uint8Array(readFileSync(path.join(world.folder, "bid.sbc")))),
    );
    writeFileSync(path.join(world.folder, "seal.json"), sealBytes);
    writeFileSync(path.join(world.folder, "seal.p7s"), cms);
    const judge = ["cms", "-verify", "-binary", "-inform", "DER", "-cades", "-purpose", "any", "-no_check_time"];
    const files = ["-in", "seal.p7s", "-content", "seal.json", "-CAfile", "anchor.pem", "-out", "/dev/null"];
    execFileSync("openssl", [...judge, ...files], { cwd: world.folder, stdio: "pipe" });
  });

  it("inspects it, with anchor and policy; another authority's anchor refuses", () => {
    const good = tool("inspect", "bid.sbc", "--anchor", "anchor.pem", "--policy", "policy.json");
    expect(good.status, good.stdout).toBe(0);
    const foreign = execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=other",
        "-keyout",
        "/dev/null",
        "-days",
        "900",
      ],
      { stdio: "pipe" },
    );
    world.file("other.pem", foreign);
    expect(tool("inspect", "bid.sbc", "--anchor", "other.pem")).toMatchObject({ status: 1, last: "certificate" });
  });

  it("opens with the masters, and with the bidder's release and the trustees' keys", () => {
    expect(tool("open", "bid.sbc", "--secrets", "s.json", "--out", "a").status).toBe(0);
    expect(new Uint8Array(readFileSync(path.join(world.folder, "a/0/0")))).toEqual(plan);
    expect(readFileSync(path.join(world.folder, "a/1/报价.xlsx"), "utf8")).toBe("not a real sheet");
    expect(JSON.parse(readFileSync(path.join(world.folder, "a/form.json"), "utf8")).price).toBe("12345678.90");
    expect(
      tool(
        "release",
        "bid.sbc",
        "--secrets",
        "s.json",
        "--out",
        "release.json",
        "--cert",
        world.bidder.cert,
        "--key",
        world.bidder.key,
        "--cms",
        "release.p7s",
      ).status,
    ).toBe(0);
    // What was wrapped to a certificate opens with its key, whatever the certificate says it is for.
    const token = tool("release", "bid.sbc", "--cert", "token.pem", "--key", "token.key", "--line");
    expect(token.stdout).toBe(tool("release", "bid.sbc", "--secrets", "s.json", "--line").stdout);
    const one = tool("combine", "bid.sbc", "trustee-1.json", "release.json");
    expect(one).toMatchObject({ status: 1, last: "shares" });
    expect(
      tool("combine", "bid.sbc", "trustee-3.json", "trustee-1.json", "release.json", "--out", "both.json").status,
    ).toBe(0);
    expect(tool("open", "bid.sbc", "--secrets", "both.json", "--out", "b").status).toBe(0);
    expect(readdirSync(path.join(world.folder, "b")).sort()).toEqual(["0", "1", "form.json"]);
    // Of two envelopes the first alone: its O comes out, its files open, and the price is said to be closed.
    for (const n of [1, 3]) {
      const secret = JSON.parse(readFileSync(path.join(world.folder, `trustee-${n}.json`), "utf8"));
      world.file(`first-${n}.json`, canonicalText({ ...secret, keys: [secret.keys[0], null] }));
    }
    const first = tool(
      "combine",
      "bid.sbc",
      "first-1.json",
      "first-3.json",
      "release.json",
      "--out",
      "first.json",
      "--json",
    );
    expect(first).toMatchObject({ status: 0 });
    expect(first.json()).toMatchObject({ missing_groups: [2] });
    expect(tool("open", "bid.sbc", "--secrets", "first.json", "--out", "f")).toMatchObject({
      status: 1,
      last: "secrets",
    });
    expect(readdirSync(path.join(world.folder, "f"))).toEqual(["0"]);
  });

  it("takes a release for its own bid, lot, groups and values alone (§2.7, D5)", () => {
    const good = JSON.parse(readFileSync(path.join(world.folder, "release.json"), "utf8"));
    const zeros = "A".repeat(43);
    const wrong: Record<string, [object, string]> = {
      bid: [{ bid: "0".repeat(64) }, "secrets"],
      lot: [{ tender: { ...good.tender, lot: `${good.tender.lot.slice(0, -1)}9` } }, "secrets"],
      "a group less": [{ B: good.B.slice(0, 1) }, "shape"],
      "a group more": [{ B: [...good.B, { ...good.B[1], g: 3 }] }, "shape"],
      container: [{ B: good.B.map((one: object) => ({ ...one, c: "A".repeat(22) })) }, "shape"],
      value: [{ B: good.B.map((one: object) => ({ ...one, v: zeros })) }, "commit-bidder"],
    };
    const keys = ["trustee-1.json", "trustee-3.json"];
    expect(tool("combine", "bid.sbc", ...keys, "--out", "O.json").status).toBe(0);
    for (const [name, [change, reason]] of Object.entries(wrong)) {
      world.file("wrong.json", canonicalText({ ...good, ...change }));
      const combined = tool("combine", "bid.sbc", ...keys, "wrong.json", "--out", "never.json");
      expect(combined, `combine: ${name}`).toMatchObject({ status: 1, last: reason });
      const given = ["--secrets", "O.json", "--secrets", "wrong.json"];
      expect(tool("open", "bid.sbc", ...given, "--out", "n"), `open: ${name}`).toMatchObject({
        status: 1,
        last: reason,
      });
    }
    expect(readdirSync(world.folder)).not.toEqual(expect.arrayContaining(["never.json"]));
    const given = ["--secrets", "O.json", "--secrets", "release.json"];
    expect(tool("open", "bid.sbc", ...given, "--out", "r").status).toBe(0);
  });

  it("replaces the price and carries the rest", () => {
    world.file("form2.json", `{"currency":"CNY","price":"12000000.00"}`);
    const made = tool(
      "seal",
      ...terms(world.rsaBidder),
      "--out",
      "bid2.sbc",
      "--form",
      "form2.json",
      "--secrets",
      "s.json",
      "--replaces",
      "bid.sbc",
      "--carry",
      "1",
      "price=报价.xlsx",
    );
    expect(made.status, made.stdout + made.stderr).toBe(0);
    expect(tool("inspect", "bid2.sbc", "--with", "bid.sbc", "--anchor", "anchor.pem").status).toBe(0);
    expect(tool("open", "bid2.sbc", "--secrets", "s.json", "--out", "c", "--with", "bid.sbc").status).toBe(0);
    expect(JSON.parse(readFileSync(path.join(world.folder, "c/form.json"), "utf8")).price).toBe("12000000.00");
    expect(new Uint8Array(readFileSync(path.join(world.folder, "c/0/方案.pdf")))).toEqual(plan);
    // The RSA certificate may decrypt, so the token alone gives B.
    const line = tool("release", "bid2.sbc", "--cert", world.rsaBidder.cert, "--key", world.rsaBidder.key, "--line");
    expect(line.stdout).toBe(tool("release", "bid2.sbc", "--secrets", "s.json", "--line").stdout);
  });

  it("seals the same content again, from the list of contents and the files whatever their names", async () => {
    const { resubmit, ...rest } = JSON.parse(readFileSync(world.policy, "utf8"));
    expect(resubmit).toBe(false);
    const policy = canonicalText({ ...rest, resubmit: true });
    const digest = createHash(suite === 1 ? "sha256" : "sm3")
      .update(policy)
      .digest("hex");
    world.file("again-policy.json", policy);
    world.file(
      "again-tender.json",
      canonicalText({ ...JSON.parse(readFileSync(world.tender, "utf8")), policy: digest }),
    );
    world.file("renamed.pdf", plan);
    const who = world.bidder;
    const own = ["--tender", "again-tender.json", "--policy", "again-policy.json", "--anchor", "anchor.pem"];
    const as = [...own, "--cert", who.cert, "--key", who.key];
    const made = tool(
      "seal",
      ...as,
      "--out",
      "r.sbc",
      "--form",
      "form.json",
      "--secrets",
      "r.json",
      "方案.pdf",
      "price=报价.xlsx",
      "--json",
    );
    expect(made.json()).toMatchObject({ ok: true, manifests: "r.manifests.json" });
    const again = ["seal", ...as, "--again", "r.sbc", "--manifests", "r.manifests.json", "--secrets", "a.json"];
    const second = tool(...again, "--out", "a.sbc", "报价.xlsx", "renamed.pdf", "--json");
    expect(second.json(), second.stderr).toMatchObject({ ok: true, seq: 2 });
    const read = (name: string) => readContainer(fileOf(new Uint8Array(readFileSync(path.join(world.folder, name)))));
    const [bid, copy] = [await read("r.sbc"), await read("a.sbc")];
    checkResubmission(bid.bid, bid.seal, copy.seal);
    expect(tool("open", "a.sbc", "--secrets", "a.json", "--out", "again").status).toBe(0);
    expect(readFileSync(path.join(world.folder, "again", "0", "方案.pdf"))).toEqual(Buffer.from(plan));
    world.file(
      "changed.pdf",
      plan.map((octet, at) => (at === 7 ? octet ^ 1 : octet)),
    );
    const wrong = tool(...again, "--out", "b.sbc", "报价.xlsx", "changed.pdf");
    expect([wrong.status, wrong.last]).toEqual([1, "file-digest"]);
  });

  it("a damaged or foreign bid: code 1, the reason last, and nothing written", () => {
    const bytes = readFileSync(path.join(world.folder, "bid.sbc"));
    bytes[70_000]! ^= 1;
    world.file("bad.sbc", bytes);
    expect(tool("inspect", "bad.sbc")).toMatchObject({ status: 1, last: "root" });
    expect(tool("open", "bad.sbc", "--secrets", "s.json", "--out", "d", "--json").json()).toMatchObject({
      ok: false,
      reason: "root",
    });
    expect(tool("inspect", "方案.pdf")).toMatchObject({ status: 1, last: "magic" });
    world.file("twice.json", `{ "price": "1.00", "price": "2.00" }`);
    const twice = tool("seal", ...terms(world.bidder), "--out", "t.sbc", "--form", "twice.json", "--secrets", "s.json");
    expect(twice).toMatchObject({ status: 1, last: "json" });
  });

  it("wrong usage and missing files: code 2", () => {
    for (const args of [
      ["inspect"],
      ["inspect", "nothing.sbc"],
      ["inspect", "bid.sbc", "--what"],
      ["nonsense"],
      ["open", "bid.sbc"],
    ])
      expect(tool(...args).status, args.join(" ")).toBe(2);
    expect(tool("inspect", "--json").json()).toMatchObject({ ok: false });
    expect(tool("inspect", "--help").stdout).toMatch(/--anchor/);
  });
});
