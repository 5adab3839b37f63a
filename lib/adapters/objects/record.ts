/**
 * S3 keeps two things for a key: the bytes under a name nobody chooses, and a small record under the key that names them.
 * The record is written in one atomic step and only if there is none, so a key is written once whatever the size of its
 * bytes, and bytes without a record were never stored.
 */
export type ObjectRecord = {
  readonly blob: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** ISO instant, or null. */
  readonly retainUntil: string | null;
};

export type ProblemCode = "exists" | "absent" | "digest" | "retained" | "key" | "unavailable";

/** An expected no of the object store (port `Objects`). */
export function problem(code: ProblemCode, key: string) {
  return Object.assign(new Error(`object ${code}: ${key}`), { name: "ObjectProblem" as const, code, key });
}

/** Keys become paths: no way up, no empty or hidden segment. @throws ObjectProblem `key` */
export function checkKey(key: string): void {
  const segments = key.split("/");
  const good = key.length <= 500 && segments.every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(segment));
  if (!good) throw problem("key", key);
}

/** Reads a record; anything else under a record's name is a defect of the store, not an expected answer. */
export function parseRecord(text: string, key: string): ObjectRecord {
  const { blob, sizeBytes, sha256, retainUntil } = JSON.parse(text) as Record<string, unknown>;
  if (typeof blob !== "string" || typeof sizeBytes !== "number" || typeof sha256 !== "string")
    throw new Error(`object record of ${key} is not readable`);
  return { blob, sizeBytes, sha256, retainUntil: typeof retainUntil === "string" ? retainUntil : null };
}

export const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b));

export type Body = Uint8Array | AsyncIterable<Uint8Array>;
export type PutOptions = { readonly sha256?: string; readonly retainUntil?: Date };
export type Range = { readonly from?: number; readonly to?: number };

/** The whole body as pieces, for a `for await`: no generator of our own comes between, which each piece would wait for. */
export const piecesOf = (body: Body): AsyncIterable<Uint8Array> | readonly Uint8Array[] =>
  body instanceof Uint8Array ? [body] : body;
