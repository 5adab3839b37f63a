import { z } from "zod";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { statementHash } from "@/lib/crypto/statements";

const words = (min: number, max: number) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .transform((text) => text.normalize("NFC"));

export const orderInput = z.strictObject({
  lotId: z.uuid(),
  kind: z.enum(["suspend", "resume"]),
  basis: words(4, 500),
  reason: words(10, 4_000),
});
export type OrderInput = z.infer<typeof orderInput>;

/** What the authority's signature stands for: kind, lot, legal basis and reason, to the last character. */
export const orderDigest = ({ kind, lotId, basis, reason }: OrderInput): string =>
  statementHash(canonicalBytes({ basis, kind, lotId, reason }));
