import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import type { SignatureScheme } from "./algorithm";
import { concat, fromHex, hmacSha256, sameBytes } from "./bytes";
import { verifyEd25519 } from "./checkpoint";
import { readDer } from "./der";
import { type Engine, useEngine, WEB_ENGINE } from "./engine";
import { pbkdf2 } from "./pbkdf2";
import { readPublicKey, verifySignature } from "./public-key";
import { oaepKey, oaepOpen } from "./rsa-oaep";
import { sm4CcmOpen, sm4CcmSeal } from "./sm4-ccm";
import { SUITE_1 } from "./suite";
import { hmacSm3, SUITE_2 } from "./suite-sm";

type Test = Record<string, string> & { tcId: number; result: "valid" | "invalid" | "acceptable"; comment: string };
type Group = { tests: Test[]; ivSize?: number; tagSize?: number } & Record<string, unknown>;
/** Whether our wrapper takes the case; null where the case is outside what the wrapper can be asked. */
type Judge = (test: Test, group: Group) => Promise<boolean | null>;

const hex = (value: unknown) => fromHex(value as string);
const equal = (made: Uint8Array, wanted: Uint8Array) => sameBytes(made, wanted);

/** Both directions: what is valid opens and is made exactly so; what is not valid does not open. */
const aead =
  (cipher: Pick<typeof SUITE_1, "seal" | "open">): Judge =>
  async (test, { ivSize, tagSize }) => {
    if (ivSize !== 96 || tagSize !== 128) return null; // SBC/1 has no others
    const [key, iv, msg, aad] = [hex(test.key), hex(test.iv), hex(test.msg), hex(test.aad)];
    const sealed = concat(hex(test.ct), hex(test.tag));
    const opened = await cipher.open(key, iv, sealed, aad);
    if (test.result === "valid" && !equal(await cipher.seal(key, iv, msg, aad), sealed)) return false;
    return opened !== null && equal(opened, msg);
  };

/** All sizes that CCM has; others must not open. */
const ccm: Judge = async (test, { tagSize }) => {
  const [key, iv, msg, aad] = [hex(test.key), hex(test.iv), hex(test.msg), hex(test.aad)];
  const sealed = concat(hex(test.ct), hex(test.tag));
  const opened = sm4CcmOpen(key, iv, sealed, aad, tagSize! / 8);
  if (test.result === "valid" && !equal(sm4CcmSeal(key, iv, msg, aad, tagSize! / 8), sealed)) return false;
  return opened !== null && equal(opened, msg);
};

const mac =
  (hmac: (key: Uint8Array, message: Uint8Array) => Uint8Array): Judge =>
  async (test, { tagSize }) =>
    equal(hmac(hex(test.key), hex(test.msg)).slice(0, tagSize! / 8), hex(test.tag));

/** In a browser WebCrypto checks, on a server OpenSSL does: both must say the same. */
const signature = (scheme: SignatureScheme): Readonly<Record<string, Judge>> => {
  const by =
    (engine: Engine): Judge =>
    async (test, group) => {
      useEngine(engine);
      try {
        return await verifySignature(
          readPublicKey(readDer(hex(group.publicKeyDer))),
          scheme,
          hex(test.msg),
          hex(test.sig),
        );
      } finally {
        useEngine(WEB_ENGINE);
      }
    };
  return { "signatures, WebCrypto": by(WEB_ENGINE), "signatures, Node": by(NODE_ENGINE) };
};

const rsa = signature({ scheme: "rsa-pkcs1", hash: "SHA-256" });

const SUITES: Readonly<Record<string, Readonly<Record<string, Judge>>>> = {
  aes_gcm: { WebCrypto: aead(WEB_ENGINE), Node: aead(NODE_ENGINE) },
  sm4_gcm: { "suite 2": aead(SUITE_2) },
  sm4_ccm: { wrapper: ccm },
  hmac_sha256: { bytes: mac(hmacSha256) },
  hmac_sm3: { "suite 2": mac(hmacSm3) },
  hkdf_sha256: {
    "suite 1": async (test) => {
      try {
        const size = Number(test.size);
        const okm = SUITE_1.expand(SUITE_1.extract(hex(test.salt), hex(test.ikm)), hex(test.info), size);
        return equal(okm, hex(test.okm));
      } catch {
        return false;
      }
    },
  },
  pbkdf2_hmacsha256: {
    "PKCS#12": async (test) => {
      const made = await pbkdf2(
        "SHA-256",
        hex(test.password),
        hex(test.salt),
        Number(test.iterationCount),
        Number(test.dkLen),
      );
      return equal(made, hex(test.dk));
    },
  },
  ecdsa_secp256r1_sha256: signature({ scheme: "ecdsa", hash: "SHA-256" }),
  ecdsa_secp384r1_sha384: signature({ scheme: "ecdsa", hash: "SHA-384" }),
  rsa_signature_2048_sha256: rsa,
  rsa_signature_3072_sha256: rsa,
  rsa_signature_4096_sha256: rsa,
  rsa_pss_2048_sha256_mgf1_32: signature({ scheme: "rsa-pss", hash: "SHA-256", saltLength: 32 }),
  ed25519: {
    notes: async (test, group) =>
      verifyEd25519(hex(test.sig), hex(test.msg), hex((group.publicKey as { pk: string }).pk)),
  },
  rsa_oaep_2048_sha256_mgf1sha256: {
    stanzas: async (test, group) => {
      const opened = await oaepOpen(await oaepKey(hex(group.privateKeyPkcs8)), hex(test.ct));
      // Our label is empty: a ciphertext under another one must not open.
      if (test.label) return opened === null && test.result === "valid";
      return opened !== null && equal(opened, hex(test.msg));
    },
  },
};

describeVectors("wycheproof", "Wycheproof, through our own wrappers", (dir) => {
  it("leaves out no file of the folder", () => {
    const files = readdirSync(dir).filter((name) => name.endsWith("_test.json"));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((name) => !(name.replace("_test.json", "") in SUITES))).toEqual([]);
  });

  describe.each(Object.entries(SUITES))("%s", (name, judges) => {
    const { testGroups } = readJson(dir, `${name}_test.json`) as { testGroups: Group[] };

    it.each(Object.entries(judges))("%s", { timeout: 60_000 }, async (_wrapper, judge) => {
      const wrong: string[] = [];
      let ran = 0;
      for (const group of testGroups) {
        for (const test of group.tests) {
          const taken = await judge(test, group);
          if (taken === null) continue;
          ran++;
          // "acceptable" is legal but discouraged: either answer is right.
          if (test.result !== "acceptable" && taken !== (test.result === "valid"))
            wrong.push(`${test.tcId} ${test.result}: ${test.comment}`);
        }
      }
      expect(wrong).toEqual([]);
      expect(ran).toBeGreaterThan(30);
    });
  });
});
