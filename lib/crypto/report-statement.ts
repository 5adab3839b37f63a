import { z } from "zod";
import { count, fmt, hex64, readShape, tenderRef, x } from "./shape";

const text = z.string();
const texts = z.array(text);
const pair = z.tuple([text, text]);
const rank = count.min(1);

const scores = z.strictObject({
  /** Rows in the order of the ranking, `scores` in the order of `members`. */
  bidders: z.array(
    z.strictObject({
      name: text,
      rows: z.array(z.strictObject({ average: text, factor: text, scores: texts, weight: text })),
      total: text,
    }),
  ),
  members: texts,
});

const content = z.strictObject({
  basics: z.array(pair),
  candidates: z.array(z.strictObject({ duration: text, manager: text, name: text, price: text, quality: text, rank })),
  clarifications: z.array(z.strictObject({ answer: text, at: text, name: text, question: text })),
  committee: z.array(z.strictObject({ name: text, number: rank, origin: text, role: text, specialty: text })),
  comparison: z.strictObject({
    prices: z.array(z.strictObject({ bid: text, evaluated: text, how: text, name: text, score: text })),
    scores: scores.nullable(),
  }),
  competition: text.nullable(),
  conformingBids: texts,
  draws: z.array(pair),
  matters: texts,
  method: z.array(z.strictObject({ group: text, name: text, standard: text, weight: text })),
  openingRecord: z.array(z.strictObject({ name: text, note: text, number: rank, price: text.nullable() })),
  ranking: z.strictObject({
    parts: texts,
    rows: z.array(z.strictObject({ digest: hex64, name: text, parts: texts, rank, total: text })),
  }),
  rejectedBids: z.array(z.strictObject({ ground: text, name: text, reason: text })),
  warnings: z.array(z.strictObject({ decision: text, key: text, text })),
});

const report = z.strictObject({
  content,
  fmt,
  number: z.string().min(1),
  /** SHA-256 of the PDF that the members signed. */
  pdf: hex64,
  /** SHA-256 of the score sheets; null where nothing was marked. */
  sheets: hex64.nullable(),
  tender: tenderRef,
  type: z.literal("evaluation-report"),
  x,
});
/** The report's words and numbers as the members signed them in the PDF that it names. */
export type ReportStatement = z.infer<typeof report>;

/** @throws reason `scores` */
export const parseReport = (bytes: Uint8Array): ReportStatement => readShape(report, bytes, "scores");

/** For the published format document. */
export const REPORT_SHAPES = { "evaluation-report": report } as const;
