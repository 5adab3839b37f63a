import { z } from "zod";
import { isIdentityNumber } from "@/lib/domain/identity-number";
import { compactCode, normaliseUscc } from "@/lib/kernel/uscc";
import { shapedEach } from "./certs-files";
import type { Suite, SuiteCase } from "./certs-judge";

const codeCase = z.object({ code: z.string(), valid: z.boolean() });
const numberCase = z.object({ number: z.string(), valid: z.boolean(), reason: z.string().nullish() });

/** Whether a JSON file is the suite of credit codes and identity numbers. */
export const isCodes = (value: unknown): value is { creditCode?: unknown[]; residentId?: unknown[] } =>
  typeof value === "object" &&
  value !== null &&
  [(value as { creditCode?: unknown }).creditCode, (value as { residentId?: unknown }).residentId].some(Array.isArray);

/** Credit codes and identity numbers, by their README. */
export function codesSuite(value: { creditCode?: unknown[]; residentId?: unknown[] }, name: string): Suite {
  const codes = shapedEach(codeCase, value.creditCode ?? []);
  const numbers = shapedEach(numberCase, value.residentId ?? []);
  const one = (id: string, valid: boolean | null, taken: boolean): SuiteCase => ({
    id,
    tier: "core",
    expected: valid === null ? null : valid ? "SUCCESS" : "FAILURE",
    judge: async () => ({ ok: taken, detail: taken ? "taken" : "refused" }),
  });
  const cases = [
    ...codes.good.map(({ code, valid }) => one(code, valid, normaliseUscc(code) !== null)),
    // Without the historical list of regions nothing is claimed about the place: such a number may be taken.
    ...numbers.good.map(({ number, valid, reason }) =>
      one(number, reason === "place" ? null : valid, isIdentityNumber(compactCode(number))),
    ),
  ];
  const fault = [codes.fault, numbers.fault].filter(Boolean).join("; ");
  return { name, cases, ...(fault ? { fault } : {}) };
}
