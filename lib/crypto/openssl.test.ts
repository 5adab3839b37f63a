import { constants, createPrivateKey, type KeyObject, sign } from "node:crypto";
import { expect, it } from "vitest";
import { DISTID, describeOpenssl, type KeyKind } from "@/lib/testing/openssl";
import { canonicalBytes } from "./canonical";
import { fromPem, parseCertificate } from "./certificate";
import { cosignCms, signCms, verifyCms } from "./cms";
import type { CmsAlgorithm } from "./cms-make";
import { validatePath } from "./path";
import { ecdsaFromRaw } from "./public-key";
import { sm2Sign, sm2ToRaw, sm2Verify } from "./sm2";
import { sm2Scalar } from "./software-identity-sm2";

const statement = canonicalBytes({ fmt: "SBC/1", type: "probe" });

describeOpenssl("signatures, judged by OpenSSL", ({ at, certificate, openssl, read, text, trust, write }) => {
  const pkcs8 = (kind: KeyKind): KeyObject => createPrivateKey(text(`${kind}.key`));

  /** Our CMS by a key that OpenSSL made. */
  function ours(kind: KeyKind, algorithm: CmsAlgorithm): Promise<Uint8Array> {
    const hash = algorithm === "ecdsa-sha384" ? "sha384" : "sha256";
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signer = async (bytes: Uint8Array) => {
      if (algorithm === "sm2-sm3") return sm2Sign(sm2Secret(), bytes);
      const key = pkcs8(kind);
      const how = algorithm === "rsa-pss-sha256" ? { key, ...pss } : { key, dsaEncoding: "ieee-p1363" as const };
      return new Uint8Array(sign(hash, bytes, how));
    };
    return signCms({ content: statement, certificateDer: certificate(kind), chainDer: [], algorithm, sign: signer });
  }

  function sm2Secret(): Uint8Array {
    openssl("pkcs8", "-topk8", "-nocrypt", "-in", "sm2.key", "-outform", "DER", "-out", "sm2.p8");
    return sm2Scalar(read("sm2.p8"));
  }

  const opensslAccepts = (name: string, kind: KeyKind): string =>
    openssl(
      "cms",
      "-verify",
      "-binary",
      "-cades",
      "-inform",
      "DER",
      "-in",
      name,
      "-content",
      "statement",
      "-CAfile",
      `${kind}-root.pem`,
      "-purpose",
      "any",
      "-out",
      "/dev/null",
    );

  it.each([
    ["rsa", "rsa-sha256"],
    ["rsa", "rsa-pss-sha256"],
    ["p256", "ecdsa-sha256"],
    ["p384", "ecdsa-sha384"],
  ] as const)("%s %s: OpenSSL accepts ours, and not over other bytes", async (kind, algorithm) => {
    write("statement", statement);
    write("ours.p7s", await ours(kind, algorithm));
    opensslAccepts("ours.p7s", kind);
    write("statement", canonicalBytes({ fmt: "SBC/1", type: "other" }));
    expect(() => opensslAccepts("ours.p7s", kind)).toThrow();
    write("statement", statement);
  });

  it.each([
    ["rsa", []],
    ["rsa", ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"]],
    ["p256", []],
    ["p384", []],
  ] as const)("%s %j: we accept OpenSSL's", async (kind, options) => {
    write("statement", statement);
    openssl(
      "cms",
      "-sign",
      "-binary",
      "-cades",
      "-nosmimecap",
      "-md",
      "sha256",
      "-outform",
      "DER",
      "-in",
      "statement",
      "-signer",
      `${kind}.pem`,
      "-inkey",
      `${kind}.key`,
      ...options,
      "-out",
      "theirs.p7s",
    );
    const verdict = await verifyCms(statement, read("theirs.p7s"));
    expect(verdict.ok ? "" : `${verdict.reason} ${verdict.detail}`).toBe("");
    expect((await validatePath(trust(kind))).ok).toBe(true);
    expect((await verifyCms(new Uint8Array([...statement, 32]), read("theirs.p7s"))).ok).toBe(false);
  });

  it("two signers: company seal and legal representative, each by another kind of key", async () => {
    const first = await ours("rsa", "rsa-sha256");
    const key = pkcs8("p256");
    const request = {
      content: statement,
      certificateDer: certificate("p256"),
      chainDer: [],
      algorithm: "ecdsa-sha256" as const,
      sign: async (bytes: Uint8Array) => new Uint8Array(sign("sha256", bytes, { key, dsaEncoding: "ieee-p1363" })),
    };
    const both = await cosignCms(first, request);
    const verdict = await verifyCms(statement, both);
    expect(verdict.ok && verdict.signers.map(({ scheme }) => scheme.scheme).sort()).toEqual(["ecdsa", "rsa-pkcs1"]);
    write("both.p7s", both);
    write("roots.pem", text("rsa-root.pem") + text("p256-root.pem"));
    openssl(
      "cms",
      "-verify",
      "-binary",
      "-inform",
      "DER",
      "-in",
      "both.p7s",
      "-content",
      "statement",
      "-CAfile",
      "roots.pem",
      "-purpose",
      "any",
      "-out",
      "/dev/null",
    );
    const mixed = await cosignCms(both, {
      ...request,
      certificateDer: certificate("sm2"),
      algorithm: "sm2-sm3",
      sign: async (bytes) => sm2Sign(sm2Secret(), bytes),
    });
    expect((await verifyCms(statement, mixed)).ok).toBe(true);
    // One signature that does not fit refuses all of them.
    const other = await cosignCms(first, { ...request, content: canonicalBytes({ fmt: "SBC/1", type: "other" }) });
    expect(await verifyCms(statement, other)).toMatchObject({ ok: false, reason: "CMS_DIGEST" });
  });

  it("SM2: every link and signature, both ways, with the identifier that GB/T 35276 fixes", async () => {
    expect(await validatePath(trust("sm2"))).toMatchObject({ ok: true });
    expect(
      openssl("verify", "-vfyopt", `distid:${DISTID}`, "-partial_chain", "-CAfile", "sm2-root.pem", "sm2.pem"),
    ).toContain("OK");
    const { kind } = parseCertificate(certificate("sm2")).publicKey;
    const point = kind.type === "sm2" ? kind.point : new Uint8Array();
    openssl(
      "pkeyutl",
      "-sign",
      "-rawin",
      "-digest",
      "sm3",
      "-pkeyopt",
      `distid:${DISTID}`,
      "-inkey",
      "sm2.key",
      "-in",
      "statement",
      "-out",
      "theirs.sig",
    );
    expect(sm2Verify(point, statement, read("theirs.sig"))).toBe(true);
    write("ours.sig", ecdsaFromRaw(sm2Sign(sm2Secret(), statement)));
    openssl("x509", "-in", "sm2.pem", "-pubkey", "-noout", "-out", "sm2.pub");
    const verify = (...more: string[]) =>
      openssl(
        "pkeyutl",
        "-verify",
        "-rawin",
        "-digest",
        "sm3",
        ...more,
        "-pubin",
        "-inkey",
        "sm2.pub",
        "-in",
        "statement",
        "-sigfile",
        "ours.sig",
      );
    expect(verify("-pkeyopt", `distid:${DISTID}`)).toContain("Success");
    expect(() => verify("-pkeyopt", "distid:")).toThrow();
    expect(sm2ToRaw(read("theirs.sig"))).toHaveLength(64);
    // OpenSSL 3.0 makes no SM2 CMS; ours is checked by its signature over the attributes.
    expect(await verifyCms(statement, await ours("sm2", "sm2-sm3"))).toMatchObject({ ok: true });
  });

  it("leaves nothing of CRLs to be believed but what the authority signed", async () => {
    write(
      "ca.cnf",
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${at("db.txt")}\ncrlnumber=${at("num")}\ndefault_md=sha256\ndefault_crl_days=3\n`,
    );
    const revoked = "R\t361231235959Z\t250101000000Z\t1000\tunknown\t/CN=x\n";
    write("num", "01\n");
    const listOf = (database: string): Uint8Array[] => {
      write("db.txt", database);
      const signedBy = ["-keyfile", "rsa-root.key", "-cert", "rsa-root.pem"];
      openssl("ca", "-config", "ca.cnf", "-gencrl", ...signedBy, "-out", "list.crl");
      return fromPem("X509 CRL", text("list.crl"));
    };
    const crls = listOf(revoked);
    const now = new Date(Date.now() + 60_000);
    expect(await validatePath(trust("rsa", { crls, at: now }))).toMatchObject({ ok: false, reason: "PATH_REVOKED" });
    const later = new Date(Date.now() + 4 * 86_400_000);
    const stale = (lists: Uint8Array[]) =>
      validatePath(trust("rsa", { crls: lists, at: later, requireRevocation: true }));
    // What was revoked for good stays so in a list that is out of date; nobody is cleared by one.
    expect(await stale(crls)).toMatchObject({ ok: false, reason: "PATH_REVOKED" });
    expect(await stale(listOf(""))).toMatchObject({ ok: false, reason: "PATH_REVOCATION_UNKNOWN" });
  });
});
