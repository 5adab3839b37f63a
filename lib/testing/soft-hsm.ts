import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { parseCertificate } from "@/lib/crypto/certificate";

/** SoftHSM2 (Debian package softhsm2) and the bridge's own package (npm ci --prefix scripts/bridge). */
export const SOFT_HSM = "/usr/lib/softhsm/libsofthsm2.so";
const home = resolve("scripts/bridge");
const binding = join(home, "node_modules", "pkcs11js", "build", "Release", "pkcs11.node");
/** Whether there is a PKCS#11 token to test with; whoever finds none says that it counts as not done. */
export const softHsmThere = (): boolean => existsSync(SOFT_HSM) && existsSync(binding);

export const TOKEN_PIN = "24681012";
const SO_PIN = "11223344";

export type TokenKey = {
  readonly privateKeyPkcs8: Uint8Array;
  readonly certificateDer: Uint8Array;
  /** Whether an EC key may do the Diffie–Hellman step: keys that a tool imported often may not. */
  readonly derives?: boolean;
};

/**
 * Tokens of this test alone, kept in `folder`. `env` is what another process needs to see them.
 * @param tokens keys by the token's label
 */
export function softHsm(folder: string, tokens: Readonly<Record<string, readonly TokenKey[]>>) {
  const plugged = join(folder, "tokens");
  const conf = join(folder, "softhsm2.conf");
  mkdirSync(plugged, { recursive: true });
  writeFileSync(conf, `directories.tokendir = ${plugged}\nlog.level = ERROR\n`);
  const env = { SOFTHSM2_CONF: conf, PKCS11_MODULE: SOFT_HSM };
  process.env.SOFTHSM2_CONF = conf;
  for (const label of Object.keys(tokens)) {
    const named = ["--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", TOKEN_PIN];
    execFileSync("softhsm2-util", named, { stdio: "pipe" });
  }
  const require = createRequire(join(home, "package.json"));
  const { PKCS11 } = require("pkcs11js");
  const native = new PKCS11();
  native.load(SOFT_HSM);
  native.C_Initialize();
  for (const slot of native.C_GetSlotList(true)) {
    const keys = tokens[native.C_GetTokenInfo(slot).label.trim()];
    if (!keys) continue; // SoftHSM2 always offers one slot more, not initialised
    const session = native.C_OpenSession(slot, 4 | 2);
    native.C_Login(session, 1, TOKEN_PIN);
    keys.forEach((key, index) => {
      for (const object of objectsOf(key, Buffer.of(index + 1))) native.C_CreateObject(session, object);
    });
    native.C_CloseSession(session);
  }
  native.C_Finalize();
  return {
    env,
    /** All tokens pulled out at once, and put back (settled.md 27). */
    pull: () => renameSync(plugged, `${plugged}-pulled`),
    plug: () => renameSync(`${plugged}-pulled`, plugged),
  };
}

type Attribute = { readonly type: number; readonly value: number | boolean | Buffer };

/** Private key and certificate as PKCS#11 2.40 names their parts. */
function objectsOf({ privateKeyPkcs8, certificateDer, derives = true }: TokenKey, id: Buffer): Attribute[][] {
  const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8), format: "der", type: "pkcs8" });
  const jwk = key.export({ format: "jwk" });
  const number = (name: "n" | "e" | "d" | "p" | "q" | "dp" | "dq" | "qi") => Buffer.from(jwk[name]!, "base64url");
  const truths = [1, 2, 0x103, 0x108].map((type) => ({ type, value: true })); // token, private, sensitive, sign
  const common = [{ type: 0, value: 3 }, { type: 0x102, value: id }, ...truths];
  const rsa = (["n", "e", "d", "p", "q", "dp", "dq", "qi"] as const).map((name, i) => ({
    type: [0x120, 0x122, 0x123, 0x124, 0x125, 0x126, 0x127, 0x128][i]!,
    value: jwk.kty === "RSA" ? number(name) : 0,
  }));
  const P256 = Buffer.from("06082a8648ce3d030107", "hex");
  const secret =
    jwk.kty === "RSA"
      ? [{ type: 0x100, value: 0 }, { type: 0x105, value: true }, ...rsa]
      : [
          { type: 0x100, value: 3 },
          { type: 0x10c, value: derives },
          { type: 0x180, value: P256 },
          { type: 0x11, value: number("d") },
        ];
  const certificate = [
    { type: 0, value: 1 },
    { type: 1, value: true },
    { type: 0x80, value: 0 },
    { type: 0x101, value: Buffer.from(parseCertificate(certificateDer).subject.der) },
    { type: 0x102, value: id },
    { type: 0x11, value: Buffer.from(certificateDer) },
  ];
  return [[...common, ...secret], certificate];
}
