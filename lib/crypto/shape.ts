import { z } from "zod";
import { fromBase64url } from "./bytes";
import { parseCanonical } from "./canonical";
import { type Reason, reject } from "./reasons";

/** Pieces of the statements' schemas. Unknown members are refused, except inside an object named `x` (protocol §2.13). */
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
export const cid = base64url(16);
export const secret = base64url(32);
export const x = z.record(z.string(), z.unknown()).optional();
export const fmt = z.literal("SBC/1");
export const count = z.int().min(0);

/** Statement of the platform: exactly six decimals. Others: whole seconds. */
export const micros = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  .refine(isInstant);
export const seconds = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .refine(isInstant);

function isInstant(text: string): boolean {
  const at = new Date(text);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 19) === text.slice(0, 19);
}

/** base64url of exactly `length` octets, or of any number. */
export function base64url(length?: number) {
  return z
    .string()
    .refine((text) => {
      try {
        fromBase64url(text, length);
        return true;
      } catch {
        return false;
      }
    })
    .meta({ pattern: base64urlPattern(length) });
}

/** The same for the published schemas: unused bits are zero. */
export function base64urlPattern(length?: number): string {
  const ends = ["", "[A-Za-z0-9_-][AQgw]", "[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048]"];
  return length === undefined
    ? `^([A-Za-z0-9_-]{4})*(${ends[1]}|${ends[2]})?$`
    : `^[A-Za-z0-9_-]{${Math.floor(length / 3) * 4}}${ends[length % 3]}$`;
}

/** A name, role or id: not empty, nothing invisible or directional in it. @param max characters, where the text sets a limit */
export const named = (max = Number.POSITIVE_INFINITY) => {
  const name = z
    .string()
    .min(1)
    .refine((text) => [...text].length <= max && !INVISIBLE.test(text));
  // JSON Schema counts characters as we do, not UTF-16 units.
  return Number.isFinite(max) ? name.meta({ maxLength: max }) : name;
};
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

export const tenderRef = z.strictObject({ id: named(64), lot: named(64) });
export type TenderRef = z.infer<typeof tenderRef>;

export const uscc = z.string().refine(validUscc).meta({ pattern: "^[0-9A-HJ-NPQRTUWXY]{18}$" });
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** GB 32100-2015 with check character; here too, so that the verifier needs nothing of the application. */
export function validUscc(text: string): boolean {
  if (text.length !== 18) return false;
  const values = [...text].map((c) => ALPHABET.indexOf(c));
  if (values.includes(-1)) return false;
  let weight = 1;
  let sum = 0;
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return values[17] === (31 - (sum % 31)) % 31;
}

/** Parses canonical bytes by a schema. @throws `reason` where the shape is wrong, the parser's own otherwise */
export function readShape<S extends z.ZodType>(schema: S, bytes: Uint8Array, reason: Reason = "shape"): z.output<S> {
  const result = schema.safeParse(parseCanonical(bytes));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return reject(reason, `${issue?.path.join(".") || "statement"}: ${issue?.message ?? "wrong"}`);
}
