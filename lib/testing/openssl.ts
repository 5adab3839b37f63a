import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { certificatesFromPem, parseCertificate } from "@/lib/crypto/certificate";
import type { PathInput } from "@/lib/crypto/path";

/** The identifier of GB/T 35276, which OpenSSL has to be told. */
export const DISTID = "1234567812345678";

const KEYS = {
  rsa: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
  sm2: ["-algorithm", "SM2"],
} as const;
export type KeyKind = keyof typeof KEYS;

const isThere = (() => {
  try {
    return execFileSync("openssl", ["version"], { encoding: "utf8" }).startsWith("OpenSSL 3");
  } catch {
    return false;
  }
})();

/** A folder in which OpenSSL works, with a root and a company of each kind of key (`<kind>-root`, `<kind>`). */
export type OpensslBench = ReturnType<typeof bench>;

/** A group of tests with OpenSSL as the judge: another program, by other people. Where it is absent they count as not done. */
export function describeOpenssl(title: string, body: (bench: OpensslBench) => void): void {
  if (!isThere) console.warn("openssl 3 is absent: its verdicts count as not done");
  describe.skipIf(!isThere)(title, () => {
    const dir = mkdtempSync(join(tmpdir(), "openssl-"));
    const made = bench(dir);
    beforeAll(() => made.prepare(), 60_000);
    afterAll(() => rmSync(dir, { recursive: true }));
    body(made);
  });
}

function bench(dir: string) {
  const at = (name: string) => join(dir, name);
  const openssl = (...args: readonly string[]): string =>
    execFileSync("openssl", args, { cwd: dir, encoding: "utf8", stdio: "pipe" });
  const text = (name: string) => readFileSync(at(name), "utf8");
  const certificate = (name: string) => certificatesFromPem(text(`${name}.pem`))[0]!;
  const write = (name: string, content: string | Uint8Array) => writeFileSync(at(name), content);

  const newKey = (kind: KeyKind, name: string) => openssl("genpkey", ...KEYS[kind], "-out", `${name}.key`);

  /** A certificate for the key `<name>.key` by the root of that kind. */
  function issue(kind: KeyKind, name: string, serial: string, extensions: string, own: KeyKind = kind): void {
    const sm2 = (which: KeyKind) => (which === "sm2" ? ["-sm3", "-sigopt", `distid:${DISTID}`] : ["-sha256"]);
    const known = own === "sm2" ? ["-vfyopt", `distid:${DISTID}`] : [];
    write("extensions.cnf", extensions);
    const subject = `/C=CN/O=Company/CN=${name}`;
    openssl(
      "req",
      "-new",
      "-key",
      `${name}.key`,
      ...sm2(own),
      "-out",
      "new.csr",
      "-subj",
      subject,
      "-config",
      "req.cnf",
    );
    const by = ["-CA", `${kind}-root.pem`, "-CAkey", `${kind}-root.key`, "-set_serial", serial, "-days", "365"];
    const rest = [...sm2(kind), ...known, "-extfile", "extensions.cnf", "-out", `${name}.pem`];
    openssl("x509", "-req", "-in", "new.csr", ...by, ...rest);
  }

  function foundAuthority(kind: KeyKind): void {
    const digest = kind === "sm2" ? ["-sm3", "-sigopt", `distid:${DISTID}`] : ["-sha256"];
    newKey(kind, `${kind}-root`);
    newKey(kind, kind);
    const files = ["-key", `${kind}-root.key`, "-out", `${kind}-root.pem`, "-config", "req.cnf", "-extensions", "root"];
    openssl("req", "-x509", "-new", ...files, ...digest, "-days", "3650", "-subj", `/C=CN/O=Test/CN=${kind} root`);
    issue(kind, kind, "4096", LEAF);
  }

  return {
    at,
    openssl,
    text,
    write,
    certificate,
    newKey,
    issue,
    read: (name: string) => new Uint8Array(readFileSync(at(name))),
    prepare: () => {
      write("req.cnf", REQUEST);
      for (const kind of Object.keys(KEYS) as KeyKind[]) foundAuthority(kind);
    },
    /** What `validatePath` needs for the company of this kind, an hour after its certificate began. */
    trust: (kind: KeyKind, extra: Partial<PathInput> = {}): PathInput => ({
      leaf: certificate(kind),
      intermediates: [],
      anchors: [certificate(`${kind}-root`)],
      at: new Date(parseCertificate(certificate(kind)).notBefore.getTime() + 3_600_000),
      requireRevocation: false,
      purpose: "sign",
      ...extra,
    }),
  };
}

const REQUEST = `[req]
distinguished_name=dn
[dn]
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
`;
const LEAF = `basicConstraints=CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation,keyEncipherment,keyAgreement
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`;
