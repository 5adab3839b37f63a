import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";
import { fromHex, toBase64url } from "@/lib/crypto/bytes";
import { canonicalText } from "@/lib/crypto/canonical";
import { bundledXinbiao, outdir } from "@/lib/testing/bundled-xinbiao";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";

const xinbiao = bundledXinbiao();

describeVectors("sbc-kat", "known answers through the program", (dir) => {
  const kat = readJson(dir, "kat.json");
  const folder = path.join(outdir, "kat");
  const put = (name: string, content: string | Uint8Array) => writeFileSync(path.join(folder, name), content);
  const values = (list: string[], c: string) => list.map((v, at) => ({ c, g: at + 1, v: toBase64url(fromHex(v)) }));

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    put("anchor.der", fromHex(kat.containers.anchor_der));
    put("policy.json", kat.policy.utf8);
    put("policy-sm.json", kat.suite2.policy_utf8);
    for (const one of [...kat.containers.list, kat.suite2.container]) {
      const { container } = JSON.parse(one.header_utf8);
      put(one.file, readBytes(dir, one.file));
      put(
        `${one.file}.json`,
        canonicalText({ B: values(one.B, container), O: values(one.O, container), fmt: "SBC/1", type: "secrets" }),
      );
    }
  });

  it.each([
    ["tiny.sbc", "policy.json"],
    ["tiny-carried.sbc", "policy.json"],
    ["tiny-sm.sbc", "policy-sm.json"],
  ])("%s", (name, policy) => {
    const one = [...kat.containers.list, kat.suite2.container].find(({ file }) => file === name);
    const seen = xinbiao(folder, "inspect", name, "--anchor", "anchor.der", "--policy", policy, "--json");
    expect(seen.json()).toMatchObject({ ok: true, bid: one.bid });
    const opened = xinbiao(folder, "open", name, "--secrets", `${name}.json`, "--out", `out-${name}`);
    expect(opened.status, opened.stdout + opened.stderr).toBe(0);
    one.files.forEach((files: [string, string][], i: number) => {
      files.forEach(([, hex], f) => {
        expect(readFileSync(path.join(folder, `out-${name}/${i}/${f}`)).toString("hex")).toBe(hex);
      });
    });
    expect(readFileSync(path.join(folder, `out-${name}/form.json`), "utf8")).toBe(one.form_utf8);
  });

  it("draws", () => {
    for (const [at, one] of kat.draws_with_spec.entries()) {
      const { parties } = JSON.parse(one.spec_utf8) as { parties: string[] };
      put(`spec-${at}.json`, one.spec_utf8);
      const common = { fmt: "SBC/1", spec: one.spec_hash };
      for (const party of parties) {
        put(
          `reveal-${at}-${party}.json`,
          canonicalText({ ...common, party, r: toBase64url(fromHex(one.r[party])), type: "draw-reveal" }),
        );
        put(
          `commit-${at}-${party}.json`,
          canonicalText({ ...common, commit: one.commits[party], party, shares: [], type: "draw-commit" }),
        );
      }
      const papers = parties.flatMap((party) => [`reveal-${at}-${party}.json`, `commit-${at}-${party}.json`]);
      const beacon = one.beacon ? ["--beacon", one.beacon] : [];
      const args = ["draw", `spec-${at}.json`, ...papers, "--checkpoint", one.checkpoint_root, ...beacon];
      expect(JSON.parse(xinbiao(folder, ...args).stdout)).toMatchObject({ order: one.order, seed: one.seed });
      const wrong = xinbiao(
        folder,
        ...args.map((arg) => arg.replace(`commit-${at}-${parties[0]}`, `commit-${at}-${parties[1]}`)),
      );
      expect(wrong).toMatchObject({ status: 1, last: "draw" });
      const stranger = { ...common, party: "zz", r: toBase64url(fromHex(one.r[parties[0]!])), type: "draw-reveal" };
      put(`reveal-${at}-zz.json`, canonicalText(stranger));
      expect(xinbiao(folder, ...args, `reveal-${at}-zz.json`)).toMatchObject({ status: 1, last: "draw" });
    }
  });
});
