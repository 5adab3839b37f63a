import { z } from "zod";
import { BOND_FORMS } from "@/lib/domain/bond";
import type { Section } from "@/lib/domain/terms";
import { methodInput } from "./method-input";

const words = (max: number) => z.string().trim().max(max);
const yuan = z.string().regex(/^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

const qualification = z.strictObject({
  requirements: z
    .array(z.strictObject({ kind: z.enum(["1", "2", "3", "4", "5", "9"]), text: words(2000).min(1) }))
    .min(1)
    .max(50),
  consortium: z.boolean(),
  consortiumMax: z.number().int().min(0).max(10),
});
const technical = z.strictObject({
  requirements: words(20_000).min(1),
  standards: words(20_000),
  quality: words(200).min(1),
});
// Strict: a member `floorPrice`, or any other, is refused.
const price = z.strictObject({
  ceiling: yuan.nullable(),
  ceilingMethod: words(2000),
  requirements: words(20_000).min(1),
  referenceCommitment: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  documentFee: yuan,
});
const contract = z.strictObject({
  mainTerms: words(50_000).min(1),
  payment: words(20_000).min(1),
  performanceBondBp: z.number().int().min(0).max(10_000),
});
const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
const form = z.strictObject({
  fields: z.array(z.strictObject({ key, label: words(100).min(1), required: z.boolean(), hint: words(300) })).max(40),
  attachments: z.array(z.strictObject({ role: key, label: words(100).min(1), required: z.boolean() })).max(40),
});
const bond = z.strictObject({
  required: z.boolean(),
  amount: yuan,
  forms: z.array(z.enum(BOND_FORMS)).max(3),
});
const schedule = z.strictObject({
  documentsFrom: instant,
  documentsTo: instant,
  questionsUntil: instant,
  deadline: instant,
  validityDays: z.number().int().min(0).max(3650),
});
const contact = z.strictObject({ name: words(100), phone: words(100), email: words(200), address: words(500) });
const opening = z.strictObject({
  suite: z.union([z.literal(1), z.literal(2)]).default(1),
  envelopes: z.union([z.literal(1), z.literal(2)]).default(1),
  windowSeconds: z.number().int().min(5).max(86_400),
  remedySeconds: z.number().int().min(0).max(86_400),
  resubmit: z.boolean().default(false),
  k: z.number().int().min(2).max(15),
  trustees: z.array(z.number().int().min(0).max(63)).min(3).max(16),
  failBelow: z.number().int().min(0).max(3),
});
const files = z.strictObject({
  files: z
    .array(
      z.strictObject({ fileId: z.uuid(), name: words(200).min(1), role: z.enum(["main", "drawing", "boq", "other"]) }),
    )
    .max(200),
});

/** One schema for each section: what is not in it does not come in. */
export const SECTION_INPUT = {
  qualification,
  technical,
  price,
  method: methodInput,
  contract,
  form,
  bond,
  schedule,
  contact,
  opening,
  files,
} as const satisfies Record<Section, z.ZodType>;
