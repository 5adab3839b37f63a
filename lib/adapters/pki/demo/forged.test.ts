import { beforeAll, describe, expect, it } from "vitest";
import { parseCertificate } from "@/lib/crypto/certificate";
import { readDer, sequenceOf } from "@/lib/crypto/der";
import {
  bits,
  der,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
  time,
} from "@/lib/crypto/der-write";
import { type NameAttribute, writeName } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import {
  algorithmOf,
  authorityConstraints,
  buildCertificate,
  buildCrl,
  type CertificateTemplate,
  extension,
  keyIds,
  keyIdOf,
  keyUsage,
} from "./build-certificate";
import { type IssuingKey, newKey } from "./keys";

const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
const AT = new Date("2026-06-15T08:30:00Z");
const DAY = 86_400_000;
const CODE = "91520115MA6J7N196P";
const OTHER_CODE = "91520000MA6D00001A";

const name = (cn: string, ...more: readonly NameAttribute[]): Uint8Array =>
  writeName([{ oid: OID.country, value: "CN" }, ...more, { oid: OID.commonName, value: cn }]);
const code = (value: string): NameAttribute => ({ oid: OID.organizationalUnit, value });
const ROOT = name("根");
const SUB = name("子");
const leafName = name("企业", code(CODE));

let keys: Readonly<Record<"root" | "sub" | "leaf" | "thief", IssuingKey>>;
let root: Uint8Array;
let sub: Uint8Array;

beforeAll(async () => {
  const [a, b, c, d] = await Promise.all([newKey("ec"), newKey("ec"), newKey("ec"), newKey("ec")]);
  keys = { root: a, sub: b, leaf: c, thief: d };
  root = authority({ subject: ROOT, issuer: ROOT, of: keys.root, by: keys.root });
  sub = authority({ subject: SUB, issuer: ROOT, of: keys.sub, by: keys.root });
});

type Made = {
  subject: Uint8Array;
  issuer: Uint8Array;
  of: IssuingKey;
  by: IssuingKey;
  serial?: Uint8Array;
  pathLength?: number | null;
  more?: readonly Uint8Array[];
};
const made = ({ subject, issuer, of, by, serial }: Made, extensions: readonly Uint8Array[]): Uint8Array => {
  const template: CertificateTemplate = {
    subject,
    issuer,
    serial: serial ?? Uint8Array.of(7),
    spki: of.spki,
    extensions,
    ...LIFE,
  };
  return buildCertificate(template, by);
};
const authority = (one: Made): Uint8Array =>
  made(one, [
    authorityConstraints(one.pathLength ?? null),
    keyUsage("keyCertSign", "cRLSign"),
    ...keyIds(one.of.spki, one.by.spki),
    ...(one.more ?? []),
  ]);
const company = (change: Partial<Made> = {}): Uint8Array => {
  const one = { subject: leafName, issuer: SUB, of: keys.leaf, by: keys.sub, ...change };
  return made(one, [keyUsage("digitalSignature"), ...keyIds(one.of.spki, keys.sub.spki), ...(one.more ?? [])]);
};
/** The same certificate with its body changed and signed anew: what only an authority could make. */
const remade = (change: (parts: Uint8Array[]) => Uint8Array[]): Uint8Array => {
  const [tbs] = sequenceOf(readDer(company()));
  const body = sequence(...change(sequenceOf(tbs).map(({ bytes }) => bytes)));
  return sequence(body, algorithmOf("ec"), bits(keys.sub.sign(body)));
};

async function judge(leaf: Uint8Array, change: Partial<PathInput> = {}): Promise<string> {
  const { ok, reason, detail } = await validatePath({
    leaf,
    intermediates: [sub],
    anchors: [root],
    at: AT,
    requireRevocation: false,
    purpose: "sign",
    ...change,
  });
  return ok ? "ok" : `${reason} ${detail}`;
}

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

describe("protocol §3.4: what one question may cost", () => {
  const cpu = async (work: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it("no instant, or a period of trust that is none: nobody gets in", async () => {
    const never = new Date("never");
    expect(await judge(company(), { at: never })).toMatch(/^PATH_MALFORMED/);
    expect(await judge(company(), { asOf: never })).toMatch(/^PATH_MALFORMED/);
    expect(await judge(company(), { anchors: [{ der: root, until: never }] })).toMatch(/^PATH_ANCHOR_PERIOD/);
    expect(await judge(company(), { anchors: [{ der: root, from: never }] })).toMatch(/^PATH_ANCHOR_PERIOD/);
  });

  it("a bag of namesakes that all could have signed each other", async () => {
    const others = await Promise.all(Array.from({ length: 12 }, () => newKey("ec")));
    const bag = others.flatMap((of) =>
      others.map((by) =>
        made({ subject: SUB, issuer: SUB, of, by }, [authorityConstraints(null), keyUsage("keyCertSign")]),
      ),
    );
    const leaf = made({ subject: leafName, issuer: SUB, of: keys.leaf, by: others[0]! }, [
      keyUsage("digitalSignature"),
    ]);
    let said = "";
    const ms = await cpu(async () => {
      said = await judge(leaf, { intermediates: bag });
    });
    expect(said).toMatch(/^PATH_(BUDGET|TOO_DEEP|SIGNATURE|NO_ISSUER)/);
    expect(ms).toBeLessThan(2_000);
  });

  it("lists with a hundred thousand points of distribution, and as many entries", async () => {
    const uri = (i: number) => taggedPrimitive(6, new TextEncoder().encode(`http://a/${i}`));
    const points = Array.from({ length: 2_500 }, (_, i) => sequence(tagged(0, tagged(0, uri(-i - 1)))));
    const leaf = company({ more: [extension(OID.crlDistributionPoints, false, sequence(...points))] });
    expect(parseCertificate(leaf).distributionPoints).toHaveLength(2_500);
    const names = Array.from({ length: 100_000 }, (_, i) => uri(i));
    const wide = sequence(tagged(0, tagged(0, new Uint8Array(Buffer.concat(names)))));
    const entries = Array.from({ length: 100_000 }, (_, i) => sequence(integer(i + 100), time(AT)));
    const body = sequence(
      integer(1),
      algorithmOf("ec"),
      SUB,
      time(new Date(AT.getTime() - DAY)),
      time(new Date(AT.getTime() + DAY)),
      sequence(new Uint8Array(Buffer.concat(entries))),
      tagged(
        0,
        sequence(extension(OID.crlNumber, false, integer(1)), extension(OID.issuingDistributionPoint, true, wide)),
      ),
    );
    const crl = sequence(body, algorithmOf("ec"), bits(keys.sub.sign(body)));
    const ms = await cpu(() => judge(leaf, { crls: [crl] }));
    expect(ms).toBeLessThan(2_000);
  });
});
