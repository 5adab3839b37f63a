/** Codes of everything this library refuses; listed for users in the published format document. */
export type Reason =
  | "hex"
  | "base64url"
  | "json"
  | "not-canonical"
  | "number"
  | "string"
  | "depth"
  | "shape"
  | "suite"
  | "version"
  | "magic"
  | "length"
  | "padding"
  | "header"
  | "header-hash"
  | "seal"
  | "policy"
  | "trustee"
  | "tender"
  | "commit-bidder"
  | "commit-opening"
  | "commit-share"
  | "shares"
  | "key-commit"
  | "tag"
  | "truncated"
  | "root"
  | "manifest"
  | "manifest-commit"
  | "form"
  | "form-commit"
  | "file-digest"
  | "signature"
  | "words"
  | "bidkey"
  | "proof"
  | "note"
  | "tile"
  | "draw"
  | "unwrap"
  | "canary"
  | "binding"
  | "certificate"
  | "not-encrypted"
  | "receipt"
  | "archive"
  | "order"
  | "time"
  | "secrets"
  | "carried"
  | "scores"
  | "platform";

/** An Error with a `reason`: what a tool prints on its last line, and a refusal shows. */
export function reject(reason: Reason, detail: string): never {
  throw Object.assign(new Error(`${reason}: ${detail}`), { reason });
}

/** The reason of an error of this library, or null for any other. */
export function reasonOf(error: unknown): Reason | null {
  return error instanceof Error && "reason" in error ? (error.reason as Reason) : null;
}
