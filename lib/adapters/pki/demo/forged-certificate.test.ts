import { describe, expect, it } from "vitest";
import { readDer, sequenceOf } from "@/lib/crypto/der";
import { bits, der, integer, nothing, octets, oid, sequence, tagged, taggedPrimitive } from "@/lib/crypto/der-write";
import { writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import {
  authority,
  CODE,
  code,
  company,
  judge,
  keys,
  leafName,
  name,
  OTHER_CODE,
  remade,
  ROOT,
  SUB,
  sub,
} from "@/lib/testing/forged-certificate";
import { extension, keyUsage } from "./build-certificate";

describe("R-31: certificates that only look like one", () => {
  it("the plain one is believed", async () => expect(await judge(company())).toBe("ok"));

  it("odd DER, each a way to show two readers two things", async () => {
    const plain = company();
    const [tbs, algorithm, signature] = sequenceOf(readDer(plain)).map(({ bytes }) => bytes);
    const indefinite = new Uint8Array([0x30, 0x80, ...tbs!, ...algorithm!, ...signature!, 0, 0]);
    const long = new Uint8Array([0x30, 0x84, 0, 0, ...plain.slice(2)]);
    for (const odd of [indefinite, long, new Uint8Array([...plain, 0]), plain.slice(0, -1), new Uint8Array()])
      expect(await judge(odd)).toMatch(/^PATH_MALFORMED/);
    const extensionsOf = (parts: Uint8Array[]) =>
      sequenceOf(readDer(readDer(parts.at(-1)!).content)).map((e) => e.bytes);
    const withExtensions = (change: (all: Uint8Array[]) => Uint8Array[]) =>
      remade((parts) => [...parts.slice(0, -1), tagged(3, sequence(...change(extensionsOf(parts))))]);
    expect(await judge(withExtensions((all) => all))).toBe("ok");
    expect(await judge(withExtensions((all) => [...all, all[0]!]))).toMatch(/duplicate extension/);
    expect(await judge(withExtensions((all) => [...all, keyUsage("keyEncipherment")]))).toMatch(/duplicate extension/);
    // FALSE written out, and a BOOLEAN of another value than DER has.
    const bad = (octet: number) => sequence(oid("1.2.3"), der(1, Uint8Array.of(octet)), octets(nothing()));
    expect(await judge(withExtensions((all) => [...all, bad(0)]))).toMatch(/^PATH_MALFORMED/);
    expect(await judge(withExtensions((all) => [...all, bad(1)]))).toMatch(/^PATH_MALFORMED/);
    expect(await judge(withExtensions((all) => [...all, extension("1.2.3", true, nothing())]))).toMatch(
      /^PATH_UNKNOWN_CRITICAL/,
    );
    expect(await judge(withExtensions((all) => [...all, extension("1.2.3", false, nothing())]))).toBe("ok");
    expect(await judge(remade((parts) => [...parts, octets(nothing())]))).toMatch(/^PATH_MALFORMED/);
    expect(await judge(remade(([, ...parts]) => parts))).toMatch(/^PATH_MALFORMED/); // extensions in version 1
  });

  it("serial numbers: negative, zero, padded, 21 octets", async () => {
    const serial = (content: readonly number[]) =>
      remade(([v, , ...rest]) => [v!, der(2, Uint8Array.from(content)), ...rest]);
    for (const content of [[0x80], [0xff, 0x01], [0], [0, 1], Array(21).fill(0x11), []])
      expect(await judge(serial(content)), String(content)).toMatch(/^PATH_MALFORMED/);
    expect(await judge(serial(Array(20).fill(0x11)))).toBe("ok");
  });

  it("algorithms: another inside than outside, a scheme that does not fit the key, none", async () => {
    const [tbs, algorithm, signature] = sequenceOf(readDer(company())).map(({ bytes }) => bytes);
    for (const other of [OID.ecdsaSha384, OID.sm2Sm3, OID.rsaSha256])
      expect(await judge(sequence(tbs!, sequence(oid(other)), signature!))).toMatch(/^PATH_MALFORMED/);
    const inside = (value: Uint8Array) => {
      const body = sequence(...sequenceOf(readDer(tbs!)).map(({ bytes }, i) => (i === 2 ? value : bytes)));
      return sequence(body, value, bits(keys.sub.sign(body)));
    };
    expect(await judge(inside(algorithm!))).toBe("ok");
    expect(await judge(inside(sequence(oid(OID.sm2Sm3))))).toMatch(/^PATH_SIGNATURE/);
    expect(await judge(inside(sequence(oid(OID.rsaSha256), nothing())))).toMatch(/^PATH_SIGNATURE/);
    expect(await judge(inside(sequence(oid(OID.ecdsaSha256), nothing())))).toMatch(/^PATH_ALGORITHM/);
    expect(await judge(inside(sequence(oid("1.2.840.10045.4.1"))))).toMatch(/^PATH_ALGORITHM/); // SHA-1
    expect(await judge(sequence(tbs!, algorithm!, bits(new Uint8Array())))).toMatch(/^PATH_SIGNATURE/);
    expect(await judge(sequence(tbs!, algorithm!, bits(sequence(integer(0), integer(0)))))).toMatch(/^PATH_SIGNATURE/);
  });

  it("an authority of the same name with another key, and a company that makes itself one", async () => {
    const impostor = authority({ subject: SUB, issuer: ROOT, of: keys.thief, by: keys.thief });
    const false1 = company({ by: keys.thief });
    expect(await judge(false1, { intermediates: [impostor, sub] })).toMatch(/^PATH_SIGNATURE/);
    const own = authority({ subject: ROOT, issuer: ROOT, of: keys.thief, by: keys.thief });
    expect(await judge(company({ issuer: ROOT, by: keys.thief }), { intermediates: [own] })).toMatch(
      /^PATH_(SIGNATURE|NO_ISSUER)/,
    );
    // A false namesake in the bag keeps nobody from finding the true one.
    expect(await judge(company(), { intermediates: [impostor, sub] })).toBe("ok");
    const byCompany = company({
      subject: name("别家", code(OTHER_CODE)),
      issuer: leafName,
      of: keys.thief,
      by: keys.leaf,
    });
    expect(await judge(byCompany, { intermediates: [company(), sub] })).toMatch(/^PATH_(NOT_CA|KEY_USAGE|NO_ISSUER)/);
  });

  it("an authority that may only vouch for one company vouches for no other code", async () => {
    const subtree = (...parts: readonly Uint8Array[]) => sequence(tagged(4, ...parts));
    const only = writeName([{ oid: OID.country, value: "CN" }, code(CODE)]);
    const constrained = (critical: boolean, value: Uint8Array) =>
      authority({
        subject: SUB,
        issuer: ROOT,
        of: keys.sub,
        by: keys.root,
        more: [extension(OID.nameConstraints, critical, value)],
      });
    const permitted = sequence(tagged(0, subtree(only)));
    const excluded = sequence(tagged(1, subtree(writeName([{ oid: OID.country, value: "CN" }, code(OTHER_CODE)]))));
    const other = company({ subject: name("别家", code(OTHER_CODE)) });
    const under = (leaf: Uint8Array, value: Uint8Array, critical = true) =>
      judge(leaf, { intermediates: [constrained(critical, value)] });
    expect(await under(company(), permitted)).toBe("ok");
    expect(await under(other, permitted)).toMatch(/^PATH_NAME_CONSTRAINT /);
    // Written in another width or case, it is the same name and no way around.
    const full = name("别家", code("９１５２００００ＭＡ６Ｄ００００１Ａ"));
    expect(await under(company({ subject: full }), excluded)).toMatch(/^PATH_NAME_CONSTRAINT /);
    expect(await under(company(), excluded)).toBe("ok");
    expect(await under(company(), permitted, false)).toMatch(/^PATH_NAME_CONSTRAINT_UNSUPPORTED/);
    const otherName = sequence(tagged(0, sequence(tagged(0, oid("1.2.156.1"), tagged(0, nothing())))));
    expect(await under(company(), otherName)).toMatch(/^PATH_NAME_CONSTRAINT_UNSUPPORTED/);
    const registered = sequence(tagged(1, sequence(taggedPrimitive(8, Uint8Array.of(42)))));
    expect(await under(company(), registered)).toMatch(/^PATH_NAME_CONSTRAINT_UNSUPPORTED/);
  });
});
