import { z } from "zod";
import { type Bytes, bytesToHex, concat, label, randomBytes, sameBytes, sha256, u8 } from "./bytes";
import { canonicalBytes } from "./canonical";
import { unwrap, wrap } from "./hpke";
import { reject } from "./reasons";
import { count, fmt, hex64, micros, readShape, secret, tenderRef, type TenderRef, x } from "./shape";
import type { SuiteId } from "./suite";

/**
 * The canary of a rehearsal (protocol §2.10): `L("canary") || 32 random bytes`, wrapped as a share is, to a trustee's key of
 * one group, with an `info` of its own. In suite 2 there is no `info`: there the words it begins with tell it from a share.
 */
const MARK = label("canary");
const infoOf = (group: number): Bytes => concat(MARK, u8(group));

export type WrappedCanary = { readonly ct: Uint8Array; readonly enc?: Uint8Array | undefined };

export const makeCanary = (): Bytes => concat(MARK, randomBytes(32));

export async function wrapCanary(
  recipient: Uint8Array,
  canary: Uint8Array,
  group: number,
  suite: SuiteId,
): Promise<WrappedCanary> {
  if (suite === 1) return wrap(recipient, infoOf(group), canary);
  return { ct: (await import("./suite-sm")).sm2Wrap(recipient, canary) };
}

/** @throws reason `canary` for anything else that was wrapped to this key: a share is opened by nobody before the freeze */
export async function openCanary(
  key: Uint8Array,
  { ct, enc }: WrappedCanary,
  group: number,
  suite: SuiteId,
): Promise<Bytes> {
  const plain =
    suite === 2
      ? (await import("./suite-sm")).sm2Unwrap(key, ct)
      : await unwrap(key, infoOf(group), { enc: enc ?? reject("unwrap", "no encapsulated key"), ct });
  const mark = plain.slice(0, MARK.length);
  return plain.length === MARK.length + 32 && sameBytes(mark, MARK) ? plain : reject("canary", "not a canary");
}

/** What a trustee answers in place of the canary: it opened it, and gives nothing out that anybody could have sent it. */
export const canaryDigest = async (nonce: Uint8Array, canary: Uint8Array): Promise<string> =>
  bytesToHex(await sha256(concat(label("canary-answer"), nonce, canary)));

const rehearsal = z.strictObject({
  at: micros,
  canaries: z.array(z.strictObject({ digest: hex64, g: count.min(1).max(8) })).min(1),
  fmt,
  nonce: secret,
  tender: tenderRef,
  trustee: hex64,
  type: z.literal("rehearsal"),
  x,
});
/** A trustee's signed answer in a rehearsal. */
export type Rehearsal = z.infer<typeof rehearsal>;

/** @throws reason `shape`: groups rise from 1 without a gap, so that none is left out */
export function parseRehearsal(bytes: Uint8Array): Rehearsal {
  const read = readShape(rehearsal, bytes, "shape");
  if (read.canaries.some(({ g }, at) => g !== at + 1)) reject("shape", "every group once, from 1");
  return read;
}

export const rehearsalBytes = (answer: {
  readonly at: string;
  readonly canaries: readonly { readonly digest: string; readonly g: number }[];
  readonly nonce: string;
  readonly tender: TenderRef;
  readonly trustee: string;
}): Bytes =>
  canonicalBytes({
    ...answer,
    canaries: answer.canaries.map((one) => ({ ...one })),
    tender: { id: answer.tender.id, lot: answer.tender.lot },
    fmt: "SBC/1",
    type: "rehearsal",
  });

/** For the published format document. */
export const REHEARSAL_SHAPES = { rehearsal } as const;
