import type { z } from "zod";
import { Refusal } from "@/lib/domain/refusal";

/** Parses input at the edge. @throws {Refusal} INPUT_INVALID */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new Refusal("INPUT_INVALID", {});
  return parsed.data;
}
