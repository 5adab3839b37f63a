import { z } from "zod";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import type { HashName, SignatureScheme } from "@/lib/crypto/algorithm";
import { concat, fromHex, hmacSha256, sameBytes } from "@/lib/crypto/bytes";
import { verifyEd25519 } from "@/lib/crypto/checkpoint";
import { readDer } from "@/lib/crypto/der";
import { type Engine, useEngine, WEB_ENGINE } from "@/lib/crypto/engine";
import { pbkdf2 } from "@/lib/crypto/pbkdf2";
import { type PublicKey, readPublicKey, verifySignature } from "@/lib/crypto/public-key";
import { oaepKey, oaepOpen } from "@/lib/crypto/rsa-oaep";
import { sm4CcmOpen, sm4CcmSeal } from "@/lib/crypto/sm4-ccm";
import { SUITE_1 } from "@/lib/crypto/suite";
import { hmacSm3, SUITE_2 } from "@/lib/crypto/suite-sm";
import { shaped } from "./certs-files";
import type { Suite, SuiteCase } from "./certs-judge";

const testSchema = z.looseObject({
  tcId: z.number(),
  result: z.enum(["valid", "invalid", "acceptable"]),
  comment: z.string().optional(),
});
const fileSchema = z.object({
  algorithm: z.string(),
  testGroups: z.array(z.looseObject({ type: z.string().optional(), tests: z.array(testSchema) })),
});
type Test = z.output<typeof testSchema> & Readonly<Record<string, unknown>>;
type Group = Readonly<Record<string, unknown>>;

/** Whether our wrapper takes the case. */
type Judge = (test: Test) => Promise<boolean>;
/** Our wrappers for a group, by name; none where the group is outside what they can be asked. */
type Wrappers = (group: Group) => Readonly<Record<string, Judge>>;

const hex = (value: unknown) => fromHex(value as string);
const equal = (made: Uint8Array, wanted: Uint8Array) => sameBytes(made, wanted);

type Cipher = Pick<typeof SUITE_1, "seal" | "open">;

/** Both directions: what is valid opens and is made exactly so; what is not valid does not open. */
const aead =
  (ciphers: Readonly<Record<string, Cipher>>): Wrappers =>
  ({ ivSize, tagSize }) => {
    if (ivSize !== 96 || tagSize !== 128) return {}; // SBC/1 has no others
    const judge =
      (cipher: Cipher): Judge =>
      async (test) => {
        const [key, iv, msg, aad] = [hex(test.key), hex(test.iv), hex(test.msg), hex(test.aad)];
        const sealed = concat(hex(test.ct), hex(test.tag));
        const opened = await cipher.open(key, iv, sealed, aad);
        if (test.result === "valid" && !equal(await cipher.seal(key, iv, msg, aad), sealed)) return false;
        return opened !== null && equal(opened, msg);
      };
    return Object.fromEntries(Object.entries(ciphers).map(([name, cipher]) => [name, judge(cipher)]));
  };

/** All sizes that CCM has; others must not open. */
const ccm: Wrappers = ({ tagSize }) => ({
  wrapper: async (test) => {
    const [key, iv, msg, aad] = [hex(test.key), hex(test.iv), hex(test.msg), hex(test.aad)];
    const sealed = concat(hex(test.ct), hex(test.tag));
    const tagBytes = (tagSize as number) / 8;
    const opened = sm4CcmOpen(key, iv, sealed, aad, tagBytes);
    if (test.result === "valid" && !equal(sm4CcmSeal(key, iv, msg, aad, tagBytes), sealed)) return false;
    return opened !== null && equal(opened, msg);
  },
});

const mac =
  (hmac: (key: Uint8Array, message: Uint8Array) => Uint8Array): Wrappers =>
  ({ tagSize }) => ({
    wrapper: async (test) => equal(hmac(hex(test.key), hex(test.msg)).slice(0, (tagSize as number) / 8), hex(test.tag)),
  });

const hkdf: Wrappers = () => ({
  "suite 1": async (test) => {
    try {
      const okm = SUITE_1.expand(SUITE_1.extract(hex(test.salt), hex(test.ikm)), hex(test.info), Number(test.size));
      return equal(okm, hex(test.okm));
    } catch {
      return false;
    }
  },
});

const kdf: Wrappers = () => ({
  "PKCS#12": async ({ password, salt, iterationCount, dkLen, dk }) =>
    equal(await pbkdf2("SHA-256", hex(password), hex(salt), Number(iterationCount), Number(dkLen)), hex(dk)),
});

/** In a browser WebCrypto checks, on a server OpenSSL does: both must say the same. */
const signature =
  (schemeOf: (group: Group, key: PublicKey) => SignatureScheme | null): Wrappers =>
  (group) => {
    if (!/Verify$/.test(String(group.type)) || /P1363|Bitcoin/.test(String(group.type))) return {};
    const key = keyOf(group);
    const scheme = key && schemeOf(group, key);
    if (!key || !scheme) return {};
    const by =
      (engine: Engine): Judge =>
      async (test) => {
        useEngine(engine);
        try {
          return await verifySignature(key, scheme, hex(test.msg), hex(test.sig));
        } finally {
          useEngine(WEB_ENGINE);
        }
      };
    return { WebCrypto: by(WEB_ENGINE), Node: by(NODE_ENGINE) };
  };

function keyOf({ publicKeyDer }: Group): PublicKey | null {
  try {
    return readPublicKey(readDer(hex(publicKeyDer)));
  } catch {
    return null;
  }
}

const HASHES: readonly unknown[] = ["SHA-256", "SHA-384", "SHA-512"] satisfies HashName[];
const hashIn = (value: unknown) => (HASHES.includes(value) ? (value as "SHA-256" | "SHA-384" | "SHA-512") : null);

const pkcs1 = signature(({ sha }, { kind }) => {
  const hash = hashIn(sha);
  return hash && kind.type === "rsa" && !kind.pssOnly ? { scheme: "rsa-pkcs1", hash } : null;
});
const pss = signature(({ sha, mgf, mgfSha, sLen }, { kind }) => {
  const hash = hashIn(sha);
  const ours = hash && kind.type === "rsa" && mgf === "MGF1" && mgfSha === sha && typeof sLen === "number";
  return ours ? { scheme: "rsa-pss", hash, saltLength: sLen } : null;
});
const ecdsa = signature(({ sha }, { kind }) => {
  const hash = hashIn(sha);
  return hash && kind.type === "ec" ? { scheme: "ecdsa", hash } : null;
});

const ed25519: Wrappers = ({ publicKey }) => {
  const { pk } = (publicKey ?? {}) as { pk?: string };
  if (pk?.length !== 64) return {}; // Ed448
  return { notes: async (test) => verifyEd25519(hex(test.sig), hex(test.msg), hex(pk)) };
};

const oaep: Wrappers = ({ sha, mgfSha, privateKeyPkcs8 }) => {
  if (sha !== "SHA-256" || mgfSha !== "SHA-256") return {};
  return {
    stanzas: async (test) => {
      const opened = await oaepOpen(await oaepKey(hex(privateKeyPkcs8)), hex(test.ct));
      // Our label is empty: a ciphertext under another one must not open, and then all is as it should be.
      if (test.label) return opened === null && test.result === "valid";
      return opened !== null && equal(opened, hex(test.msg));
    },
  };
};

const ALGORITHMS: Readonly<Record<string, Wrappers>> = {
  "AES-GCM": aead({ WebCrypto: WEB_ENGINE, Node: NODE_ENGINE }),
  "SM4-GCM": aead({ "suite 2": SUITE_2 }),
  "SM4-CCM": ccm,
  HMACSHA256: mac(hmacSha256),
  HMACSM3: mac(hmacSm3),
  "HKDF-SHA-256": hkdf,
  "PBKDF2-HMACSHA256": kdf,
  "RSASSA-PKCS1-v1_5": pkcs1,
  "RSASSA-PSS": pss,
  ECDSA: ecdsa,
  EDDSA: ed25519,
  "RSAES-OAEP": oaep,
};

/** Whether a JSON file is one of Wycheproof's. */
export const isWycheproof = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "algorithm" in value && "testGroups" in value;

/**
 * A file of Wycheproof, through our own wrappers. "acceptable" is legal but discouraged: either answer is right. Groups of
 * an algorithm or a size that the product never uses are left without a verdict.
 */
export function wycheproofSuite(value: unknown, name: string): Suite {
  const { algorithm, testGroups } = shaped(fileSchema, value, name);
  const wrappersOf = ALGORITHMS[algorithm];
  const cases = testGroups.flatMap((group): SuiteCase[] => {
    const judges = Object.entries(wrappersOf?.(group) ?? {});
    const tests = group.tests as readonly Test[];
    if (judges.length === 0) return tests.map(outside);
    return tests.flatMap((test) =>
      judges.map(([wrapper, judge]) => ({
        id: `${test.tcId} ${wrapper}: ${test.comment ?? ""}`,
        tier: "core",
        expected: test.result === "acceptable" ? null : test.result === "valid" ? "SUCCESS" : "FAILURE",
        judge: async () => ((ok) => ({ ok, detail: ok ? "taken" : "refused" }))(await judge(test)),
      })),
    );
  });
  return { name, cases };
}

const outside = ({ tcId }: Test): SuiteCase => ({
  id: `${tcId}`,
  tier: "outside what the product uses",
  expected: null,
  judge: async () => ({ ok: false, detail: "not asked" }),
});
