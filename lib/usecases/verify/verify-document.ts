import { z } from "zod";
import { sha256Hex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { publicFileByDigest, publicFileByNumber, type RegisteredDocument } from "@/lib/store/registered-documents";
import type { Deps } from "@/lib/usecases/deps";

export const verifyDocumentInput = z.strictObject({
  /** Number printed on a published document. */
  number: z.string().trim().min(1).max(80).optional(),
  /** SHA-256 of the visitor's file, hex, computed in the visitor's browser. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

export type Verification =
  | { readonly verdict: "match" | "registered"; readonly document: RegisteredDocument }
  | { readonly verdict: "altered"; readonly document: RegisteredDocument; readonly given: string }
  | { readonly verdict: "none" };

/**
 * Whether a file or a number is publicly registered. `registered`: only a number was given, so that nothing was compared.
 *
 * Bids and their receipts are never looked up here: for whoever asks by number the answer before the opening is the
 * same whether anybody has bid or not (ux 7.7).
 */
export async function verifyDocument(
  _actor: Actor,
  { number, sha256 }: z.output<typeof verifyDocumentInput>,
  _deps: Deps,
): Promise<Verification> {
  const byDigest = sha256 ? await publicFileByDigest(sha256) : null;
  if (byDigest) return { verdict: "match", document: byDigest };
  const byNumber = number ? await publicFileByNumber(number) : null;
  if (!byNumber) return { verdict: "none" };
  return sha256
    ? { verdict: "altered", document: byNumber, given: sha256 }
    : { verdict: "registered", document: byNumber };
}

/** SHA-256 of the platform's own certificate, hex: what a browser needs to check a receipt by its file alone. */
export const platformFingerprint = (deps: Pick<Deps, "platform">): Promise<string> =>
  sha256Hex(deps.platform.certificateDer);
