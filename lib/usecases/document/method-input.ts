import { z } from "zod";

const words = (max: number) => z.string().trim().max(max);
const mark = z.string().regex(/^(0|[1-9][0-9]{0,4})\.[0-9]{2}$/);
const coefficient = z.string().regex(/^(0|[1-9][0-9]{0,2})(\.[0-9]{1,4})?$/);
const id = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

const criterion = z.strictObject({
  id,
  parent: id.nullable(),
  name: words(200).min(1),
  group: z.enum(["qualification", "technical", "business", "credit", "price"]),
  kind: z.enum(["objective", "subjective", "formula", "passFail"]),
  max: mark,
  step: mark,
  basis: words(4000),
  evidence: words(1000),
  blind: z.boolean(),
});

const formula = z.strictObject({
  score: z.enum(["P1", "P2", "P3"]),
  benchmark: z.enum(["B1", "B2", "B3", "B4", "B5", "B6"]),
  full: mark,
  e1: coefficient,
  e2: coefficient,
  drop: z.number().int().min(0).max(5),
  dropFrom: z.number().int().min(3).max(50),
  k1: z.array(coefficient).max(50),
  k2: z.array(coefficient).max(50),
  q1: z.array(coefficient).max(50),
  rates: z.array(coefficient).max(50),
  places: z.number().int().min(0).max(4),
});

export const methodInput = z.strictObject({
  kind: z.enum(["comprehensiveScoring", "lowestEvaluatedPrice"]),
  criteria: z.array(criterion).min(1).max(200),
  price: formula.nullable(),
  aggregation: z.enum(["mean", "trimmed"]),
  places: z.number().int().min(0).max(4),
  rejectionGrounds: z.array(words(1000).min(1)).max(100),
});
