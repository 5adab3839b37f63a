import { createPrivateKey, sign } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha1 } from "@noble/hashes/legacy.js";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { demoTsa } from "@/lib/adapters/tsa/demo/authority";
import { fromPem, parseCertificate } from "@/lib/crypto/certificate";
import { signCms } from "@/lib/crypto/cms";
import { readBits, readDer, sequenceOf, TAG } from "@/lib/crypto/der";
import {
  bits,
  der,
  generalizedTime,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
} from "@/lib/crypto/der-write";
import { OID } from "@/lib/crypto/oids";
import { sm2KeyPair, sm2Sign } from "@/lib/crypto/sm2";
import { timestampRequest } from "@/lib/crypto/timestamp";
import { openBags, type Seeds } from "./fuzz-targets";

const AT = new Date("2026-06-15T08:30:00Z");
const PASSWORD = "招标2026";
const CONTENT = new TextEncoder().encode('{"fmt":"SBC/1","type":"probe"}');

/**
 * Valid inputs of every parser: made by the demonstration authorities, and where the vectors are at hand the certificates,
 * lists, messages and tokens of other makers too.
 */
export async function fuzzSeeds(vectorsDir: string | null): Promise<Seeds> {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-pki-"));
  try {
    const own = await ownSeeds(folder);
    return vectorsDir && existsSync(vectorsDir) ? withVectors(own, vectorsDir) : own;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ownSeeds(folder: string): Promise<Seeds> {
  const pki = await openDemoPki(folder);
  const period = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2027-01-01T00:00:00Z") };
  const company = { kind: "company", name: "贵州筑岭交通设施有限公司", ...period } as const;
  const issued = await Promise.all(
    (["demo-a", "demo-b", "demo-c"] as const).map((authority) => pki.issue({ ...company, authority })),
  );
  const revoked = await pki.issue({ ...company, authority: "demo-b" });
  await pki.revoke(revoked.certificateDer, AT);
  const tsaKey = await pki.issue({ kind: "tsa", name: "演示时间戳", ...period });
  const privateKey = pem(tsaKey.privateKeyPkcs8);
  const tsa = demoTsa({ ...tsaKey, privateKey }, () => AT);
  const imprint = new Uint8Array(await crypto.subtle.digest("SHA-256", CONTENT));
  const signers = issued.map((one) => platformSigner({ ...one, privateKey: one.privateKeyPkcs8 }));
  const sub = issued[1]!.chainDer[0]!;
  return {
    certificate: [...issued.map(({ certificateDer }) => certificateDer), sub, tsaKey.certificateDer],
    crl: [...(await pki.crls(AT))],
    cms: [...(await Promise.all(signers.map((signer) => signer.signStatement(CONTENT)))), await sm2Message(issued[1]!)],
    // One with real key derivation, which takes its time; the others reach the bags at once.
    pkcs12: [issued[1]!.p12(PASSWORD), ...issued.map(plainBags), plainBags(sm2Identity(issued[1]!))],
    timestamp: [await tsa(timestampRequest(imprint, Uint8Array.of(1, 2, 3)))],
    ocsp: [ocspSeed(issued[1]!)],
    anchors: pki.anchors(),
    intermediates: issued.map(({ chainDer }) => chainDer[0]!),
    content: CONTENT,
    password: PASSWORD,
    at: AT,
  };
}

type Keyed = { readonly certificateDer: Uint8Array; readonly privateKeyPkcs8: Uint8Array };

const pem = (pkcs8: Uint8Array): string =>
  createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" })
    .export({ type: "pkcs8", format: "pem" })
    .toString();

/** The same certificate with an SM2 key in it: its authority did not sign that, but parsers look at it all the same. */
function sm2Identity({ certificateDer }: Keyed): Keyed {
  const { secret, point } = sm2KeyPair();
  const algorithm = sequence(oid(OID.ec), oid(OID.sm2Curve));
  const [tbs, ...rest] = sequenceOf(readDer(certificateDer));
  const parts = sequenceOf(tbs).map(({ bytes }) => bytes);
  parts[6] = sequence(algorithm, bits(point));
  const inner = sequence(integer(1), octets(secret), tagged(1, bits(point)));
  return {
    certificateDer: sequence(sequence(...parts), ...rest.map(({ bytes }) => bytes)),
    privateKeyPkcs8: sequence(integer(0), algorithm, octets(inner)),
  };
}

async function sm2Message(from: Keyed): Promise<Uint8Array> {
  const { certificateDer, privateKeyPkcs8 } = sm2Identity(from);
  const inner = sequenceOf(readDer(sequenceOf(readDer(privateKeyPkcs8))[2]!.content));
  const sign = async (bytes: Uint8Array) => sm2Sign(inner[1]!.content, bytes);
  return signCms({ content: CONTENT, certificateDer, chainDer: [], algorithm: "sm2-sm3", sign });
}

function plainBags({ certificateDer, privateKeyPkcs8 }: Keyed): Uint8Array {
  const x509 = sequence(oid("1.2.840.113549.1.9.22.1"), tagged(0, octets(certificateDer)));
  const key = sequence(oid("1.2.840.113549.1.12.10.1.1"), tagged(0, privateKeyPkcs8));
  return openBags(sequence(key, sequence(oid("1.2.840.113549.1.12.10.1.3"), tagged(0, x509))), PASSWORD);
}

/** A response as a company's key would forge it: well formed, by nobody who may. */
function ocspSeed({
  certificateDer,
  chainDer,
  privateKeyPkcs8,
}: Keyed & { chainDer: readonly Uint8Array[] }): Uint8Array {
  const leaf = parseCertificate(certificateDer);
  const key = readBits(sequenceOf(readDer(parseCertificate(chainDer[0]!).publicKey.spki))[1]);
  const id = sequence(
    sequence(oid(OID.sha1), nothing()),
    octets(sha1(leaf.issuer.der)),
    octets(sha1(key)),
    der(TAG.integer, leaf.serial),
  );
  const single = sequence(
    id,
    taggedPrimitive(0, new Uint8Array(0)),
    generalizedTime(AT),
    tagged(0, generalizedTime(new Date(AT.getTime() + 3_600_000))),
  );
  const data = sequence(tagged(1, leaf.subject.der), generalizedTime(AT), sequence(single));
  const signature = sign("sha256", data, createPrivateKey(pem(privateKeyPkcs8)));
  const basic = sequence(data, sequence(oid(OID.ecdsaSha256)), bits(signature), tagged(0, sequence(certificateDer)));
  return sequence(der(0x0a, Uint8Array.of(0)), tagged(0, sequence(oid(OID.ocspBasic), octets(basic))));
}

function withVectors(own: Seeds, dir: string): Seeds {
  const text = (name: string) => readFileSync(join(dir, name), "utf8");
  const base64 = (value: string) => new Uint8Array(Buffer.from(value, "base64"));
  const json = <T>(name: string): readonly T[] => (existsSync(join(dir, name)) ? (JSON.parse(text(name)) as T[]) : []);
  const pkits = existsSync(join(dir, "pkits/cases.json"))
    ? (JSON.parse(text("pkits/cases.json")) as { cases: { ee: string; crls: string[] }[] }).cases.filter(
        (_, i) => i % 10 === 0,
      )
    : [];
  const file = (name: string) => new Uint8Array(readFileSync(join(dir, name)));
  const sm2 = existsSync(join(dir, "sm2-pki/sub.crl"));
  const good = ({ expect }: { expect: { ok: boolean | null } }) => expect.ok === true;
  return {
    ...own,
    certificate: [
      ...own.certificate,
      ...pkits.map(({ ee }) => file(`pkits/certs/${ee}`)),
      ...(sm2
        ? ["root", "sub", "ee-sign", "ee-enc"].flatMap((name) => fromPem("CERTIFICATE", text(`sm2-pki/${name}.crt`)))
        : []),
    ],
    crl: [
      ...own.crl,
      ...pkits.flatMap(({ crls }) => crls.slice(-1).map((name) => file(`pkits/crls/${name}`))),
      ...(sm2 ? fromPem("X509 CRL", text("sm2-pki/sub.crl")) : []),
    ],
    cms: [
      ...own.cms,
      ...json<{ cms: string; expect: { ok: boolean | null } }>("cms/cases.json")
        .filter(good)
        .map(({ cms }) => base64(cms)),
      ...(sm2
        ? ["gm-attr-301.1", "gm-noattr-501", "pkcs7oid-attr-501"].map((name) => file(`sm2-pki/${name}.p7s`))
        : []),
    ],
    timestamp: [
      ...own.timestamp,
      ...json<{ response: string; expect: { ok: boolean } }>("tsa/cases.json")
        .filter(good)
        .map(({ response }) => base64(response)),
    ],
  };
}
