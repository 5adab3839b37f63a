import { type HashName, hashOf, hashOid, readAlgorithm } from "./algorithm";
import type { Certificate } from "./certificate";
import { digest } from "./cms-attributes";
import { readSignedData } from "./cms-read";
import { verifySignedData } from "./cms-verify";
import {
  checkDeep,
  type Der,
  malformed,
  readBoolean,
  readCount,
  readDer,
  readInteger,
  readMagnitude,
  readOctets,
  readOid,
  sameBytes,
  sequenceOf,
  TAG,
} from "./der";
import { boolean, integer, nothing, octets, oid, sequence } from "./der-write";
import { validatePath } from "./path";
import type { PathError, PathInput, RevocationEvidence } from "./path-types";
import { readTime } from "./time";

export type TstInfo = {
  readonly policy: string;
  readonly hash: HashName;
  readonly imprint: Uint8Array;
  /** Content octets of the serial number. */
  readonly serial: Uint8Array;
  readonly genTime: Date;
  /** Plus or minus, ms; null if not stated. */
  readonly accuracyMs: number | null;
  readonly nonce: Uint8Array | null;
};

export type TimestampReason =
  | "TSA_MALFORMED"
  | "TSA_REFUSED"
  | "TSA_SIGNATURE"
  | "TSA_IMPRINT"
  | "TSA_NONCE"
  | "TSA_PATH";

export type TimestampVerdict =
  | {
      readonly ok: true;
      readonly info: TstInfo;
      readonly genTime: Date;
      readonly signer: Certificate;
      readonly path: readonly Certificate[];
      readonly evidence: readonly RevocationEvidence[];
    }
  | { readonly ok: false; readonly reason: TimestampReason; readonly pathError?: PathError; readonly detail: string };

/** An RFC 3161 TimeStampReq, with the wish for the authority's certificate. `nonce` is a positive number, big-endian. */
export function timestampRequest(
  imprint: Uint8Array,
  nonce: Uint8Array | null,
  hash: HashName = "SHA-256",
): Uint8Array {
  return sequence(
    integer(1),
    sequence(sequence(oid(hashOid(hash)), nothing()), octets(imprint)),
    ...(nonce ? [integer(nonce)] : []),
    boolean(true),
  );
}

/** What the authority answered. @throws code MALFORMED, trailing bytes included */
export function readTimestampResponse(response: Uint8Array): {
  readonly granted: boolean;
  readonly status: number;
  readonly text: string;
  readonly token: Uint8Array | null;
} {
  const outer = readDer(response);
  checkDeep(outer);
  const [info, token, ...rest] = sequenceOf(outer);
  if (rest.length > 0) return malformed("TimeStampResp");
  const [status, ...optional] = sequenceOf(info);
  const code = readCount(status);
  const texts = optional.find(({ tag }) => tag === TAG.sequence);
  const text = texts
    ? sequenceOf(texts)
        .map(({ content }) => new TextDecoder().decode(content))
        .join(" ")
    : "";
  return {
    granted: (code === 0 || code === 1) && token !== undefined,
    status: code,
    text,
    token: token?.bytes ?? null,
  };
}

/** Reads TSTInfo. @throws code MALFORMED */
export function readTstInfo(bytes: Uint8Array): TstInfo {
  const outer = readDer(bytes);
  checkDeep(outer);
  const parts = sequenceOf(outer);
  if (readCount(parts.shift()) !== 1) return malformed("TSTInfo version");
  const policy = readOid(parts.shift());
  const [algorithm, imprint] = sequenceOf(parts.shift());
  const hash = hashOf(readAlgorithm(algorithm)) ?? malformed("imprint algorithm");
  const serial = readInteger(parts.shift());
  const genTime = readTime(parts.shift(), true);
  const accuracyMs = parts[0]?.tag === TAG.sequence ? readAccuracy(parts.shift()!) : null;
  if (parts[0]?.tag === TAG.boolean) readBoolean(parts.shift());
  const nonce = parts[0]?.tag === TAG.integer ? readInteger(parts.shift()) : null;
  if (!parts.every(({ tag }) => tag === 0xa0 || tag === 0xa1)) return malformed("TSTInfo with unknown parts");
  return { policy, hash, imprint: readOctets(imprint), serial, genTime, accuracyMs, nonce };
}

function readAccuracy(element: Der): number {
  const units: Readonly<Record<number, number>> = { [TAG.integer]: 1000, 128: 1, 129: 0.001 };
  return sequenceOf(element).reduce((sum, part) => {
    const octetsOf = readMagnitude({ ...part, tag: TAG.integer });
    return sum + octetsOf.reduce((n, octet) => n * 256 + octet, 0) * (units[part.tag] ?? 0);
  }, 0);
}

/** What a token says, without belief. @throws code MALFORMED */
export const peekTimestamp = (token: Uint8Array): TstInfo =>
  readTstInfo(readSignedData(token).content ?? malformed("token without content"));

export type TimestampInput = {
  readonly token: Uint8Array;
  /** What was stamped: the bytes, or their digest by the token's own hash. */
  readonly of: { readonly data: Uint8Array } | { readonly imprint: Uint8Array };
  /** Content octets or magnitude of the nonce sent; null where none was. */
  readonly nonce?: Uint8Array | null;
  /** Helper certificates where the token brings none; not trusted. */
  readonly certificates?: readonly Uint8Array[];
} & Pick<PathInput, "anchors" | "crls" | "requireRevocation">;

/**
 * Believes a token or says why not: signature, imprint, nonce, and the authority's path at genTime with purpose `tsa`.
 * Never throws.
 * @see protocol §5.1
 */
export async function verifyTimestamp(input: TimestampInput): Promise<TimestampVerdict> {
  const { token, certificates = [], nonce = null } = input;
  const verdict = await verifySignedData("token", token, null, certificates);
  if (!verdict.ok) {
    const reason = verdict.reason === "CMS_MALFORMED" ? "TSA_MALFORMED" : "TSA_SIGNATURE";
    return { ok: false, reason, detail: `${verdict.reason} ${verdict.detail}` };
  }
  try {
    const info = peekTimestamp(token);
    const expected = "data" in input.of ? await digest(info.hash, input.of.data) : input.of.imprint;
    if (!sameBytes(expected, info.imprint))
      return { ok: false, reason: "TSA_IMPRINT", detail: "stamps something else" };
    if (nonce && (!info.nonce || !sameBytes(magnitude(nonce), magnitude(info.nonce))))
      return { ok: false, reason: "TSA_NONCE", detail: "answers another request" };
    return await believe(info, verdict.signers[0]!.certificate, verdict.certificates, input);
  } catch (error) {
    return { ok: false, reason: "TSA_MALFORMED", detail: (error as Error).message };
  }
}

const magnitude = (octetsOf: Uint8Array): Uint8Array => {
  const first = octetsOf.findIndex((octet) => octet !== 0);
  return first < 0 ? new Uint8Array() : octetsOf.subarray(first);
};

async function believe(
  info: TstInfo,
  signer: Certificate,
  bag: readonly Uint8Array[],
  input: TimestampInput,
): Promise<TimestampVerdict> {
  const { anchors, crls = [], requireRevocation, certificates = [] } = input;
  const intermediates = [...bag, ...certificates];
  const path = await validatePath({
    leaf: signer.der,
    intermediates,
    anchors,
    crls,
    at: info.genTime,
    requireRevocation,
    purpose: "tsa",
  });
  if (!path.ok || !path.path)
    return { ok: false, reason: "TSA_PATH", pathError: path.reason ?? "PATH_NO_ISSUER", detail: path.detail ?? "" };
  return { ok: true, info, genTime: info.genTime, signer, path: path.path, evidence: path.evidence };
}
