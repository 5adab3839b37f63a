import {
  constants,
  createECDH,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import { describe, expect, it } from "vitest";
import { describeVectors, readJson } from "@/lib/testing/vectors";
import { fromHex, randomBytes } from "./bytes";
import { makeKeyPair, wrap } from "./hpke";
import { openWithShared } from "./hpke-open";
import { oaepDecode } from "./oaep-decode";

describe("what a token that does bare arithmetic leaves to us", () => {
  it("HPKE from the shared x coordinate: what the library wraps, and nothing changed", async () => {
    const { secret, publicKey } = makeKeyPair();
    const ecdh = createECDH("prime256v1");
    ecdh.setPrivateKey(secret);
    const [info, plain] = [randomBytes(30), randomBytes(32)];
    const { enc, ct } = await wrap(publicKey, info, plain);
    const dh = new Uint8Array(ecdh.computeSecret(enc));
    expect(await openWithShared(dh, publicKey, info, { enc, ct })).toEqual(plain);
    expect(await openWithShared(dh, publicKey, randomBytes(30), { enc, ct })).toBeNull();
    ct[3]! ^= 1;
    expect(await openWithShared(dh, publicKey, info, { enc, ct })).toBeNull();
  });

  it("OAEP with SHA-256 after the bare RSA step, of every length", () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    for (const length of [0, 1, 32, 190]) {
      const plain = Buffer.from(randomBytes(length));
      const ct = publicEncrypt({ key: publicKey, oaepHash: "sha256" }, plain);
      const bare = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, ct);
      expect(Buffer.from(oaepDecode(new Uint8Array(bare))!)).toEqual(plain);
      bare[40]! ^= 1;
      expect(oaepDecode(new Uint8Array(bare))).toBeNull();
    }
    const sha1 = publicEncrypt({ key: publicKey, oaepHash: "sha1" }, Buffer.from("x"));
    const bare = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, sha1);
    expect(oaepDecode(new Uint8Array(bare))).toBeNull();
    expect(createPublicKey(privateKey).asymmetricKeyType).toBe("rsa");
  });
});

describeVectors("wycheproof", "Wycheproof, OAEP of tokens", (dir) => {
  it("opens what is valid under the empty label, and nothing else", () => {
    const { testGroups } = readJson(dir, "rsa_oaep_2048_sha256_mgf1sha256_test.json");
    const wrong: string[] = [];
    for (const group of testGroups)
      for (const test of group.tests) {
        const key = { key: Buffer.from(fromHex(group.privateKeyPkcs8)), format: "der", type: "pkcs8" } as const;
        let opened: Uint8Array | null = null;
        try {
          const bare = privateDecrypt({ ...key, padding: constants.RSA_NO_PADDING }, Buffer.from(fromHex(test.ct)));
          opened = oaepDecode(new Uint8Array(bare));
        } catch {
          // not as long as the modulus, or larger
        }
        const should = test.result === "valid" && !test.label;
        if ((opened !== null && Buffer.from(opened).toString("hex") === test.msg) !== should)
          wrong.push(`${test.tcId} ${test.comment}`);
      }
    expect(wrong).toEqual([]);
  });
});
