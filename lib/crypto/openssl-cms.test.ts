import { expect, it } from "vitest";
import { DISTID, describeOpenssl, type KeyKind } from "@/lib/testing/openssl";
import { canonicalBytes } from "./canonical";
import { cosignCms, signCms, verifyCms } from "./cms";
import { readSignedData } from "./cms-read";
import { verifySignedData } from "./cms-verify";
import { validatePath } from "./path";
import { sm2ToRaw } from "./sm2";
import { readTimestampResponse, timestampRequest, verifyTimestamp } from "./timestamp";

const statement = canonicalBytes({ fmt: "SBC/1", type: "probe" });
const other = canonicalBytes({ fmt: "SBC/1", type: "other" });

describeOpenssl(
  "CMS of every shape that OpenSSL makes",
  ({ certificate, issue, newKey, openssl, read, trust, write }) => {
    const make = (signers: readonly KeyKind[], ...options: readonly string[]): Uint8Array => {
      write("statement", statement);
      const by = signers.flatMap((kind) => ["-signer", `${kind}.pem`, "-inkey", `${kind}.key`]);
      const how = ["-binary", "-md", "sha256", "-outform", "DER", "-in", "statement", "-out", "theirs.p7s"];
      openssl("cms", "-sign", ...how, ...by, ...options);
      return read("theirs.p7s");
    };

    it.each([
      ["rsa", "with attributes", []],
      ["rsa", "without", ["-noattr"]],
      ["rsa", "content inside", ["-nodetach"]],
      ["rsa", "PSS, without", ["-noattr", "-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:32"]],
      ["p256", "named by its key", ["-keyid"]],
      ["p256", "without", ["-noattr"]],
      ["p384", "content inside, without", ["-nodetach", "-noattr"]],
    ] as const)("%s, %s: good below the seal profile, and over nothing else", async (kind, _shape, options) => {
      const cms = make([kind], ...options);
      const inside = (options as readonly string[]).includes("-nodetach");
      expect(await verifySignedData("general", cms, inside ? null : statement)).toMatchObject({ ok: true });
      expect((await verifySignedData("general", cms, other)).ok).toBe(false);
      // A seal names its certificate in the attributes (protocol §2.8), which none of these does.
      expect(await verifyCms(statement, cms)).toMatchObject({ ok: false, reason: expect.stringMatching(/^CMS_/) });
    });

    it("several signers by OpenSSL make a seal; one of them over something else makes none", async () => {
      const cms = make(["rsa", "p256", "p384"], "-cades", "-nosmimecap");
      const verdict = await verifyCms(statement, cms);
      expect(verdict.ok && verdict.signers).toHaveLength(3);
      expect(await verifyCms(other, cms)).toMatchObject({ ok: false, reason: "CMS_DIGEST" });
      const foreign = {
        content: other,
        certificateDer: certificate("sm2"),
        chainDer: [],
        algorithm: "sm2-sm3",
      } as const;
      const mixed = await cosignCms(cms, { ...foreign, sign: signedByOpenssl });
      expect(await verifyCms(statement, mixed)).toMatchObject({ ok: false, reason: "CMS_DIGEST" });
    });

    const sm2 = ["-rawin", "-digest", "sm3", "-pkeyopt", `distid:${DISTID}`] as const;
    const signedByOpenssl = async (bytes: Uint8Array): Promise<Uint8Array> => {
      write("attributes", bytes);
      openssl("pkeyutl", "-sign", ...sm2, "-inkey", "sm2.key", "-in", "attributes", "-out", "attributes.sig");
      return sm2ToRaw(read("attributes.sig"));
    };

    it("SM2 in a CMS, both ways: the signature over the attributes is OpenSSL's, and OpenSSL takes it out of ours", async () => {
      const request = {
        content: statement,
        certificateDer: certificate("sm2"),
        chainDer: [],
        algorithm: "sm2-sm3",
      } as const;
      const cms = await signCms({ ...request, sign: signedByOpenssl });
      expect(await verifyCms(statement, cms)).toMatchObject({ ok: true });
      const [signer] = readSignedData(cms).signers;
      write("covered", signer!.signedBytes!);
      write("covered.sig", signer!.signature);
      openssl("x509", "-in", "sm2.pem", "-pubkey", "-noout", "-out", "sm2.pub");
      const verify = (input: string) =>
        openssl("pkeyutl", "-verify", ...sm2, "-pubin", "-inkey", "sm2.pub", "-in", input, "-sigfile", "covered.sig");
      expect(verify("covered")).toContain("Success");
      expect(() => verify("statement")).toThrow();
    });

    it("RFC 3161: OpenSSL stamps our request, for the purpose alone and with our nonce", async () => {
      newKey("p256", "tsa");
      const use = "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n";
      issue("p256", "tsa", "77", `basicConstraints=CA:FALSE\n${use}subjectKeyIdentifier=hash\n`);
      const nonce = Uint8Array.of(0x80, 1, 2, 3, 4, 5, 6, 7);
      const imprint = new Uint8Array(await crypto.subtle.digest("SHA-256", statement));
      write("request.tsq", timestampRequest(imprint, nonce));
      write("tsa.cnf", TSA);
      write("serial", "01\n");
      const signer = ["-signer", "tsa.pem", "-inkey", "tsa.key", "-chain", "p256-root.pem"];
      openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", ...signer, "-out", "reply.tsr");
      const { granted, token } = readTimestampResponse(read("reply.tsr"));
      expect(granted).toBe(true);
      const anchors = [certificate("p256-root")];
      const believe = (extra: object = {}) =>
        verifyTimestamp({ token: token!, of: { data: statement }, nonce, anchors, requireRevocation: false, ...extra });
      expect(await believe()).toMatchObject({ ok: true });
      expect(await believe({ nonce: Uint8Array.of(1) })).toMatchObject({ ok: false, reason: "TSA_NONCE" });
      expect(await believe({ of: { data: other } })).toMatchObject({ ok: false, reason: "TSA_IMPRINT" });
      expect(await believe({ anchors: [certificate("rsa-root")] })).toMatchObject({ ok: false, reason: "TSA_PATH" });
      // Its key signs time and nothing else.
      expect(await validatePath({ ...trust("p256"), leaf: certificate("tsa") })).toMatchObject({
        reason: "PATH_EXTENDED_KEY_USAGE",
      });
    });
  },
);

const TSA = `[tsa]
default_tsa=t
[t]
serial=serial
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
ess_cert_id_alg=sha256
`;
