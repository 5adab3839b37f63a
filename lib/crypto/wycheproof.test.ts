import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { wycheproofSuite } from "@/lib/programs/xinbiao/certs-wycheproof";
import { expectAllRight } from "@/lib/testing/suites";
import { describeVectors, readJson } from "@/lib/testing/vectors";

/** Algorithms that the product uses: their files must be judged, and not put aside as somebody else's. */
const OURS = [
  /^(aes|sm4)_gcm_test/,
  /^sm4_ccm_test/,
  /^hmac_(sha256|sm3)_test/,
  /^hkdf_sha256_test/,
  /^pbkdf2_hmacsha256_test/,
  /^ecdsa_secp(256|384)r1_sha(256|384|512)_test/,
  /^rsa_signature_\d+_sha(256|384|512)_test/,
  /^rsa_pss_\d+_sha256_mgf1_32_test/,
  /^rsa_oaep_\d+_sha256_mgf1sha256_test/,
  /^ed25519_test/,
];

describeVectors("wycheproof", "Wycheproof, through our own wrappers", (dir) => {
  const files = readdirSync(dir).filter((name) => name.endsWith("_test.json"));

  it("is there at all", () => expect(files.length).toBeGreaterThan(0));

  it.each(files)("%s", { timeout: 60_000 }, async (file) => {
    const suite = wycheproofSuite(readJson(dir, file), join("wycheproof", file));
    await expectAllRight(suite);
    const judged = suite.cases.filter(({ expected }) => expected !== null).length;
    if (OURS.some((name) => name.test(file))) expect(judged).toBeGreaterThan(0);
  });
});
