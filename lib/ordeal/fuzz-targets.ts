import { concatBytes } from "@noble/hashes/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { parseCertificate } from "@/lib/crypto/certificate";
import { readSignedData } from "@/lib/crypto/cms-read";
import { verifySignedData } from "@/lib/crypto/cms-verify";
import { parseCrl } from "@/lib/crypto/crl";
import { readOctets, readDer, sequenceOf } from "@/lib/crypto/der";
import { integer, nothing, octets, oid, sequence, tagged } from "@/lib/crypto/der-write";
import { parseOcsp } from "@/lib/crypto/ocsp";
import { OID } from "@/lib/crypto/oids";
import { p12Kdf, p12Passwords } from "@/lib/crypto/p12-kdf";
import { type PathResult, validatePath } from "@/lib/crypto/path";
import { openP12 } from "@/lib/crypto/signer-software";
import { readTimestampResponse, readTstInfo, verifyTimestamp } from "@/lib/crypto/timestamp";

/** What the inputs are changed from, and what believes in them. */
export type Seeds = {
  readonly certificate: readonly Uint8Array[];
  readonly crl: readonly Uint8Array[];
  readonly cms: readonly Uint8Array[];
  readonly pkcs12: readonly Uint8Array[];
  readonly timestamp: readonly Uint8Array[];
  readonly ocsp: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly content: Uint8Array;
  readonly password: string;
  readonly at: Date;
};

export type ParserName = "certificate" | "crl" | "cms" | "pkcs12" | "timestamp" | "ocsp";

export type Target = {
  readonly name: ParserName;
  /** Source files whose coverage is reported. */
  readonly files: readonly string[];
  /** The last touch after mutation, e.g. a MAC that fits again. */
  readonly dress?: (bytes: Uint8Array, roll: number) => Uint8Array;
  /** @returns a short word for what came out; throws what the parser throws */
  readonly run: (input: Uint8Array) => Promise<string>;
};

const judged = (ok: boolean, reason: string | undefined) => (ok ? "accepted" : (reason ?? "refused"));

/** What became of the path, and what the list or response was found to be worth for its leaf. */
const word = ({ ok, reason, evidence }: PathResult): string =>
  [ok ? "accepted" : reason, evidence.at(-1)?.detail].filter(Boolean).join(", ");

/** The parsers under fuzz, each with the verification that stands behind it. */
export function targetsOf(seeds: Seeds): readonly Target[] {
  const { anchors, intermediates, at, content, password } = seeds;
  const trust = { anchors, requireRevocation: false };
  const byIssuer = new Map(seeds.certificate.map((leaf) => [parseCertificate(leaf).issuer.key, leaf]));
  return [
    {
      name: "certificate",
      files: ["certificate.ts", "extensions.ts", "general-name.ts", "name.ts", "public-key.ts", "path-check.ts"],
      run: async (input) => {
        const { tbs } = parseCertificate(input);
        const result = await validatePath({ ...trust, leaf: input, intermediates, at, purpose: "sign" });
        if (result.ok && !seeds.certificate.some((valid) => contains(valid, tbs))) return "FORGED";
        return judged(result.ok, result.reason);
      },
    },
    {
      name: "crl",
      files: ["crl.ts", "path-revocation.ts", "extensions.ts", "time.ts"],
      run: async (input) => {
        const crl = parseCrl(input);
        const leaf = byIssuer.get(crl.issuer.key) ?? seeds.certificate[0]!;
        crl.entry(parseCertificate(leaf).serial);
        return word(await validatePath({ ...trust, leaf, intermediates, at, crls: [input] }));
      },
    },
    {
      name: "cms",
      files: ["cms-read.ts", "cms-verify.ts", "cms-attributes.ts", "algorithm.ts"],
      run: async (input) => {
        readSignedData(input);
        const general = await verifySignedData("general", input, content);
        const sealed = await verifySignedData("seal", input, content);
        if (sealed.ok && !general.ok) return "FORGED";
        return judged(sealed.ok, sealed.ok ? "" : sealed.reason);
      },
    },
    {
      name: "pkcs12",
      files: ["ber.ts", "p12.ts", "p12-decrypt.ts", "p12-kdf.ts", "software-identity.ts", "software-identity-sm2.ts"],
      dress: (bytes, roll) => (roll < 3 ? remac(bytes, password) : bytes),
      run: async (input) => {
        const signer = await openP12(input, password);
        await signer.close();
        return "accepted";
      },
    },
    {
      name: "timestamp",
      files: ["timestamp.ts", "cms-read.ts", "time.ts"],
      run: async (input) => {
        const { token } = readTimestampResponse(input);
        if (!token) return "no token";
        const verdict = await verifyTimestamp({ ...trust, token, of: { data: content } });
        // Whoever is refused for the signature never gets to the contents; they are a parser of their own.
        const inside = readSignedData(token).content;
        if (inside) readTstInfo(inside);
        return judged(verdict.ok, verdict.ok ? "" : verdict.reason);
      },
    },
    {
      name: "ocsp",
      files: ["ocsp.ts", "path-ocsp.ts"],
      run: async (input) => {
        parseOcsp(input);
        const leaf = seeds.certificate[1]!; // the one the response is about
        return word(await validatePath({ ...trust, leaf, intermediates, at, ocsp: [input] }));
      },
    },
  ];
}

function contains(whole: Uint8Array, part: Uint8Array): boolean {
  const at = Buffer.from(whole.buffer, whole.byteOffset, whole.length).indexOf(part);
  return at >= 0;
}

/** Puts a MAC that fits around what the mutation left of the contents: without it nothing behind the MAC is ever read. */
function remac(bytes: Uint8Array, password: string): Uint8Array {
  try {
    const [version, authSafe] = sequenceOf(readDer(bytes));
    const [, explicit] = sequenceOf(authSafe);
    const safe = readOctets(readDer(explicit!.content));
    const salt = new Uint8Array(8);
    const key = p12Kdf({ hash: sha256, block: 64 }, p12Passwords(password)[0]!, salt, 1, 3, 32);
    const digest = sequence(sequence(oid(OID.sha256), nothing()), octets(hmac(sha256, key, safe)));
    return sequence(version!.bytes, authSafe!.bytes, sequence(digest, octets(salt), integer(1)));
  } catch {
    return bytes;
  }
}

/** A PKCS#12 whose bags are not encrypted, so that the mutation reaches keys and certificates. */
export function openBags(safeContents: Uint8Array, password: string): Uint8Array {
  const data = (content: Uint8Array) => sequence(oid(OID.data), tagged(0, octets(content)));
  const authSafe = sequence(data(safeContents));
  return remac(concatBytes(sequence(integer(3), data(authSafe))), password);
}
