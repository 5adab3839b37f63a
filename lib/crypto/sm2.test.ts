import { join } from "node:path";
import { expect, it } from "vitest";
import { sm2Suite } from "@/lib/programs/xinbiao/certs-sm2";
import { expectAllRight } from "@/lib/testing/suites";
import { describeVectors, readBytes, readJson } from "@/lib/testing/vectors";
import { bytesToHex, concat, fromHex, utf8 } from "./bytes";
import { fromPem, parseCertificate } from "./certificate";
import { isSm2Point, sm2Decrypt, sm2Encrypt, sm2KeyPair, sm2PublicOf, sm2Sign, sm2ToRaw, sm2Verify } from "./sm2";
import { ecdsaFromRaw } from "./public-key";

type Index = {
  raw_signature: { message_utf8: string; signer: string; signature_der_hex: string };
  sm2_encrypt: {
    recipient: string;
    plaintext_utf8: string;
    ciphertext_der_hex: string;
    test_only_private_scalar_hex: string;
  };
};

const pointOf = (der: Uint8Array): Uint8Array => {
  const { kind } = parseCertificate(der).publicKey;
  return kind.type === "sm2" ? kind.point : new Uint8Array();
};

describeVectors("sm2-pki", "SM2 PKI vectors", (dir) => {
  const index = readJson(dir, "vectors.json") as Index;
  // Certificates and lists are PEM, messages DER.
  const file = (name: string): Uint8Array => {
    const bytes = readBytes(dir, name);
    const text = new TextDecoder().decode(bytes);
    return fromPem("CERTIFICATE", text)[0] ?? fromPem("X509 CRL", text)[0] ?? bytes;
  };

  it("every link, every message with its path, the signature, the ciphertext", () =>
    expectAllRight(sm2Suite(index, join(dir, "vectors.json"), "sm2-pki")));

  it("the raw signature, and none of its other spellings", () => {
    const { message_utf8, signer, signature_der_hex } = index.raw_signature;
    const point = pointOf(file(signer));
    const good = fromHex(signature_der_hex);
    const check = (signature: Uint8Array) => sm2Verify(point, utf8(message_utf8), signature);
    expect(check(good)).toBe(true);
    const [r, s] = [sm2ToRaw(good).slice(0, 32), sm2ToRaw(good).slice(32)];
    const n = fromHex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");
    const padded = concat(fromHex("3046"), fromHex("0221"), fromHex("00"), r, good.slice(2 + 2 + (good[3] ?? 0)));
    for (const bad of [
      concat(good, Uint8Array.of(0)),
      padded,
      ecdsaFromRaw(concat(new Uint8Array(32), s)),
      ecdsaFromRaw(concat(n, s)),
      ecdsaFromRaw(concat(r, new Uint8Array(32))),
      good.map((octet, i) => (i === good.length - 1 ? octet ^ 1 : octet)),
      new Uint8Array(),
    ])
      expect(check(bad), bytesToHex(bad)).toBe(false);
    expect(sm2Verify(point, utf8(`${message_utf8}.`), good)).toBe(false);
  });

  it("the ciphertext, in each shape it is stated to have and no other", () => {
    const { recipient, plaintext_utf8, ciphertext_der_hex, test_only_private_scalar_hex } = index.sm2_encrypt;
    const secret = fromHex(test_only_private_scalar_hex);
    const point = pointOf(file(recipient));
    expect(sm2PublicOf(secret)).toEqual(Uint8Array.from(point));
    const asn1 = fromHex(ciphertext_der_hex);
    const plain = utf8(plaintext_utf8);
    expect(sm2Decrypt(secret, asn1, "asn1")).toEqual(plain);
    const made = sm2Encrypt(point, plain);
    expect(sm2Decrypt(secret, made, "asn1")).toEqual(plain);
    const x = asn1.slice(5, 37);
    const y = asn1.slice(39, 71);
    const [c3, c2] = [asn1.slice(73, 105), asn1.slice(107)];
    const shapes = {
      c1c3c2: concat(x, y, c3, c2),
      c1c2c3: concat(x, y, c2, c3),
      "04c1c3c2": concat(Uint8Array.of(4), x, y, c3, c2),
      "04c1c2c3": concat(Uint8Array.of(4), x, y, c2, c3),
      asn1,
    } as const;
    for (const [named, bytes] of Object.entries(shapes))
      for (const stated of Object.keys(shapes) as (keyof typeof shapes)[])
        expect(sm2Decrypt(secret, bytes, stated), `${named} as ${stated}`).toEqual(stated === named ? plain : null);
    for (let at = 0; at < asn1.length; at++) {
      const flipped = asn1.map((octet, i) => (i === at ? octet ^ 1 : octet));
      expect(sm2Decrypt(secret, flipped, "asn1"), `octet ${at}`).toBeNull();
    }
    expect(sm2Decrypt(secret, asn1.slice(0, -1), "asn1")).toBeNull();
  });

  it("own keys sign, and points off the curve are nobody's", () => {
    const { secret, point } = sm2KeyPair();
    const message = utf8("开标");
    const signature = ecdsaFromRaw(sm2Sign(secret, message));
    expect(sm2Verify(point, message, signature)).toBe(true);
    const off = point.map((octet, i) => (i === 64 ? octet ^ 1 : octet));
    expect(isSm2Point(off)).toBe(false);
    expect(sm2Verify(off, message, signature)).toBe(false);
  });
});
