import { describe, expect, it } from "vitest";
import { bits, der, integer, nothing, sequence, tagged, taggedPrimitive, time } from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { AT, company, DAY, judge, keys, ROOT, SUB } from "@/lib/testing/forged-certificate";
import { algorithmOf, buildCrl, extension, keyIdOf } from "./build-certificate";

describe("R-31: lists of revoked certificates that clear nobody", () => {
  const list = (change: Partial<Parameters<typeof buildCrl>[0]> = {}, by = keys.sub) =>
    buildCrl(
      {
        issuer: SUB,
        thisUpdate: new Date(AT.getTime() - DAY),
        nextUpdate: new Date(AT.getTime() + DAY),
        number: 1,
        entries: [],
        ...change,
      },
      by,
    );
  const upper = () => list({ issuer: ROOT }, keys.root);
  const known = (...crls: readonly Uint8Array[]) =>
    judge(company(), { crls: [upper(), ...crls], requireRevocation: true });
  /** A list with these extensions, and nothing in it. */
  const shaped = (
    extensions: readonly Uint8Array[],
    entries: readonly Uint8Array[] = [],
    by = keys.sub,
    issuer = SUB,
  ) => {
    const times = [time(new Date(AT.getTime() - DAY)), time(new Date(AT.getTime() + DAY))];
    const body = sequence(
      integer(1),
      algorithmOf("ec"),
      issuer,
      ...times,
      ...(entries.length > 0 ? [sequence(...entries)] : []),
      tagged(
        0,
        sequence(extension(OID.authorityKeyId, false, sequence(taggedPrimitive(0, keyIdOf(by.spki)))), ...extensions),
      ),
    );
    return sequence(body, algorithmOf("ec"), bits(by.sign(body)));
  };
  const number = (critical = false) => extension(OID.crlNumber, critical, integer(1));
  const scope = (...parts: readonly Uint8Array[]) => extension(OID.issuingDistributionPoint, true, sequence(...parts));
  const revokedEntry = (...more: readonly Uint8Array[]) =>
    sequence(integer(7), time(new Date(AT.getTime() - DAY)), ...(more.length > 0 ? [sequence(...more)] : []));
  const yes = (n: number) => taggedPrimitive(n, Uint8Array.of(0xff));

  it("the plain one does", async () => {
    expect(await known(list())).toBe("ok");
    expect(await known(shaped([number()]))).toBe("ok");
  });

  it("by another key, of another issuer, from later, out of date, of a company", async () => {
    expect(await known()).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    expect(await known(list({}, keys.thief))).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    expect(await known(list({}, keys.leaf))).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    expect(await known(list({}, keys.root))).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    expect(await known(list({ thisUpdate: new Date(AT.getTime() + 1000) }))).toMatch(/from later/);
    expect(await known(list({ nextUpdate: new Date(AT.getTime() - 1000) }))).toMatch(/out of date/);
  });

  it("without a number, with a critical one, with something critical that nobody knows", async () => {
    expect(await known(shaped([extension("1.2.3", false, nothing())]))).toMatch(/without a number/);
    expect(await known(shaped([number(true)]))).toMatch(/without a number/);
    expect(await known(shaped([number(), extension("1.2.3", true, nothing())]))).toMatch(/unknown critical/);
  });

  it("indirect, delta, for some reasons, for authorities or attributes alone", async () => {
    for (const one of [scope(yes(4)), scope(yes(2)), scope(yes(5)), scope(taggedPrimitive(3, Uint8Array.of(1, 2)))])
      expect(await known(shaped([number(), one]))).toMatch(/^PATH_REVOCATION_UNKNOWN/);
    expect(await known(shaped([number(), extension(OID.deltaCrl, true, integer(1))]))).toMatch(
      /^PATH_REVOCATION_UNKNOWN/,
    );
    expect(await known(shaped([number(), scope(yes(1))]))).toBe("ok");
    // An indirect list that names another issuer in its entry is none of ours, whoever signed it.
    const names = extension("2.5.29.29", true, sequence(tagged(4, ROOT)));
    expect(await known(shaped([number(), scope(yes(4))], [revokedEntry(names)]))).toMatch(/^PATH_REVOCATION_UNKNOWN/);
  });

  it("but each of them revokes, if the authority signed it", async () => {
    for (const extensions of [
      [number()],
      [extension("1.2.3", false, nothing())],
      [number(), extension(OID.deltaCrl, true, integer(1))],
    ])
      expect(await known(list(), shaped(extensions, [revokedEntry()]))).toMatch(/^PATH_REVOKED/);
    expect(await known(list(), shaped([number()], [revokedEntry()], keys.thief))).toBe("ok");
    expect(await known(shaped([number()], [revokedEntry(extension("1.2.3", true, nothing()))]))).toMatch(
      /unknown critical/,
    );
  });

  it("the same number twice in one list: the worse of the two counts", async () => {
    const back = sequence(integer(7), time(AT), sequence(extension(OID.crlReason, false, der(0x0a, Uint8Array.of(8)))));
    expect(await known(shaped([number()], [revokedEntry(), back]))).toMatch(/^PATH_REVOKED/);
    expect(await known(shaped([number()], [back, revokedEntry()]))).toMatch(/^PATH_REVOKED/);
    const later = sequence(integer(7), time(new Date(AT.getTime() + DAY)));
    expect(await known(shaped([number()], [revokedEntry(), later]))).toMatch(/^PATH_REVOKED/);
  });
});
