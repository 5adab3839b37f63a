import { z } from "zod";
import { Refusal } from "@/lib/domain/refusal";
import { isIdentityNumber } from "@/lib/domain/identity-number";
import { isWeakPassword } from "@/lib/domain/password";
import { compactCode } from "@/lib/kernel/uscc";
import { databaseNow } from "@/lib/store/clock";
import type { NewPerson } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";

/** What a form sends for an entry left empty becomes null. */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .optional()
    .transform((text) => text || null);

export const phoneInput = z
  .string()
  .trim()
  .regex(/^\+?[\d -]{7,20}$/);

/** The personal half of a registration. The identity number is hashed at once and kept nowhere, the telephone encrypted. */
export const personFields = {
  personName: z.string().trim().min(2).max(60),
  idNumber: z.string().min(1).max(60).transform(compactCode),
  phone: phoneInput,
  login: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z][a-z0-9._-]{2,31}$/),
  password: z.string().min(1).max(256),
  passwordAgain: z.string().min(1).max(256),
  /** The secret shown as QR code, and a code made from it: proof that the app has it. */
  codeSecret: z.string().regex(/^[A-Z2-7]{32}$/),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
  /** Terms and privacy; and, separately, use of the identity number. */
  consent: z.literal("on"),
  consentIdentity: z.literal("on"),
} as const;

const personSchema = z.object(personFields);

/**
 * Checks a person's half of a form and does what is slow, before any transaction.
 *
 * @throws {Refusal} ID_NUMBER_INVALID, PASSWORD_WEAK, CODE_WRONG
 */
export async function newPerson(input: z.output<typeof personSchema>, locale: string, deps: Deps): Promise<NewPerson> {
  const { login, password } = input;
  if (!isIdentityNumber(input.idNumber)) throw new Refusal("ID_NUMBER_INVALID", {}, ["R-28"]);
  if (password !== input.passwordAgain || isWeakPassword(password, login)) throw new Refusal("PASSWORD_WEAK", {});
  const totpSecret = deps.secrets.sealCodeSecret(input.codeSecret);
  const step = deps.secrets.codeStep(totpSecret, input.code, await databaseNow());
  if (step === null) throw new Refusal("CODE_WRONG", {});
  return {
    login,
    name: input.personName,
    idHash: deps.secrets.hashIdentity(input.idNumber),
    phone: deps.secrets.sealPersonal(input.phone),
    email: null,
    passwordHash: await deps.secrets.hashPassword(password),
    totpSecret,
    // The code that proved the app works is used up with it.
    totpStep: step,
    locale,
  };
}
