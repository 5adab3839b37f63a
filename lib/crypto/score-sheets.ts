import { z } from "zod";
import { reject } from "./reasons";
import { count, fmt, hex64, named, readShape, tenderRef, x } from "./shape";

const decimal = z.string().regex(/^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/);
const mark = z.string().regex(/^[0-9]+(\.[0-9]+)?$/);
const decimals = z.array(decimal);

const criterion = z.strictObject({
  group: z.enum(["qualification", "technical", "business", "credit", "price"]),
  id: z.string().min(1),
  kind: z.enum(["objective", "subjective", "formula", "passFail"]),
  max: mark,
  name: z.string(),
  parent: z.string().nullable(),
  step: mark,
});

const price = z.strictObject({
  benchmark: z.enum(["B1", "B2", "B3", "B4", "B5", "B6"]),
  drop: count,
  dropFrom: count,
  e1: decimal,
  e2: decimal,
  full: mark,
  k1: decimals,
  k2: decimals,
  places: count.max(6),
  q1: decimals,
  rates: decimals,
  score: z.enum(["P1", "P2", "P3"]),
});

const line = z.strictObject({
  bid: hex64,
  criteria: z.record(z.string(), decimal),
  deviation: decimal.nullable(),
  groups: z.record(z.string(), decimal),
  price: decimal,
  rank: count.min(1),
  total: decimal,
});

const correction = z.strictObject({
  answer: hex64,
  /** Id of the question that was answered. */
  asked: z.uuid(),
  bid: hex64,
  delta: decimal,
  fault: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("line"),
      name: z.string().min(1),
      page: z.string(),
      quantity: mark,
      total: mark,
      unitPrice: mark,
    }),
    z.strictObject({ kind: z.literal("words"), page: z.string(), words: z.string().min(1) }),
  ]),
  /** SHA-256 of the answer's own words. */
  said: hex64,
});

const scoreSheets = z.strictObject({
  /** Recommended candidates, best first. */
  candidates: z.array(hex64),
  fmt,
  method: z.strictObject({
    aggregation: z.enum(["mean", "trimmed"]),
    ceiling: decimal.nullable(),
    criteria: z.array(criterion),
    kind: z.enum(["comprehensiveScoring", "lowestEvaluatedPrice"]),
    places: count.max(6),
    price: price.nullable(),
  }),
  /** SHA-256 of the signed report's PDF, which shows the same marks under the members' signatures. */
  report: hex64,
  result: z.strictObject({
    benchmark: decimal.nullable(),
    /**
     * Arithmetic corrections that bidders accepted: what stood in the bid, what the price changes by, and the SHA-256 of the
     * signed answer. Absent where nothing was corrected.
     */
    corrections: z.array(correction).min(1).optional(),
    drawn: z.strictObject({
      k1: decimal.optional(),
      k2: decimal.optional(),
      q1: decimal.optional(),
      rate: decimal.optional(),
    }),
    /** Best first. */
    lines: z.array(line),
    /** Whose prices the benchmark was confirmed with. */
    prices: z.array(z.strictObject({ bid: hex64, price: decimal })),
    rejected: z.array(hex64),
    ties: z.array(z.strictObject({ bids: z.array(hex64), reason: z.string() })),
  }),
  /** One for each member of the committee, by its number at the table: its marks, one for each bid and criterion. */
  sheets: z.array(
    z.strictObject({
      marks: z.array(z.strictObject({ bid: hex64, criterion: z.string().min(1), value: mark })),
      member: count.min(1),
    }),
  ),
  tender: tenderRef,
  type: z.literal("score-sheets"),
  x,
});
export type ScoreSheets = z.infer<typeof scoreSheets>;

/** Reads the score sheets of a lot: members rising, no mark twice. @throws reason `scores` */
export function parseScoreSheets(bytes: Uint8Array): ScoreSheets {
  const read = readShape(scoreSheets, bytes, "scores");
  if (read.sheets.some(({ member }, at) => at > 0 && read.sheets[at - 1]!.member >= member))
    reject("scores", "members rise");
  for (const { member, marks } of read.sheets)
    if (new Set(marks.map(({ bid, criterion: of }) => `${bid} ${of}`)).size !== marks.length)
      reject("scores", `a mark of member ${member} twice`);
  return read;
}

const member = z.strictObject({
  /** Id in the pool, as in the list that was drawn from; null for the tenderee's own. */
  candidate: named().nullable(),
  cause: z.string().nullable(),
  kind: z.enum(["expert", "representative"]),
  number: count.min(1),
  state: z.enum(["invited", "accepted", "declined", "recused", "replaced"]),
});
const committee = z.strictObject({ fmt, members: z.array(member), tender: tenderRef, type: z.literal("committee"), x });
/** Everybody who was asked to sit on the committee, by seat, the latest of a seat last. */
export const parseCommittee = (bytes: Uint8Array) => readShape(committee, bytes, "draw");

const candidates = z.strictObject({
  blind: hex64,
  candidates: z.array(named()).min(1),
  fmt,
  spec: hex64,
  type: z.literal("draw-candidates"),
  x,
});
/** The list behind a blinded root, with its key. */
export const parseDrawCandidates = (bytes: Uint8Array) => readShape(candidates, bytes, "draw");

/** For the published format document. */
export const SCORE_SHAPES = { "score-sheets": scoreSheets, committee, "draw-candidates": candidates } as const;
