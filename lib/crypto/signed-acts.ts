import { z } from "zod";
import { fmt, hex64, readShape, tenderRef, x } from "./shape";

const act = z.strictObject({
  /** Name of the act, such as `clarification.answer`. */
  act: z.string().min(1),
  /** SHA-256 of the canonical content that the act puts into force. */
  digest: hex64,
  fmt,
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  /** Id of what is acted on. */
  subject: z.string().min(1),
  tender: tenderRef.nullable(),
  title: z.string(),
  type: z.literal("act"),
  x,
});
/** What a person signed that the protocol has no statement for (lib/DECISIONS.md 3). */
export type ActStatement = z.infer<typeof act>;
export const parseAct = (bytes: Uint8Array): ActStatement => readShape(act, bytes, "shape");

const document = z.strictObject({
  fmt,
  /** SHA-256 of the PDF's byte range: what the CMS covers instead of this statement. */
  sha256: hex64,
  /** SM3 of the same octets: what an SM2 signer's CMS covers. */
  sm3: hex64.optional(),
  title: z.string(),
  type: z.literal("document"),
  x,
});
/** What a driver is shown before it signs a PDF. */
export type DocumentStatement = z.infer<typeof document>;
export const parseDocument = (bytes: Uint8Array): DocumentStatement => readShape(document, bytes, "shape");

/** For the published format document. */
export const ACT_SHAPES = { act, document } as const;
