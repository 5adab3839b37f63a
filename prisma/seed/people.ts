import { Secret, TOTP } from "otpauth";
import { Refusal } from "@/lib/domain/refusal";
import { databaseNow } from "@/lib/store/clock";
import { CODE_SECRET, PASSWORD, type CastPerson } from "./cast";

/** The code an authenticator app shows `steps` half-minutes from now. */
export async function codeNow(steps = 0): Promise<string> {
  const timestamp = (await databaseNow()).getTime() + steps * 30_000;
  const secret = Secret.fromBase32(CODE_SECRET);
  return new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 }).generate({ timestamp });
}

/** A demonstration identity number with a right check character: region 520100, born 1980-01-01, serial 500 and up. */
export function identityNumber(n: number): string {
  const body = `52010019800101${String(500 + n)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + "10X98765432"[sum % 11];
}

/**
 * Registers with the code of half a minute ago, which the account takes, so that the present one opens its first session;
 * where the machine is slow and that one has grown too old meanwhile, with the present one.
 */
export async function withCode<T>(register: (stepsAgo: number) => Promise<T>): Promise<T> {
  try {
    return await register(1);
  } catch (error) {
    if (error instanceof Refusal && error.code === "CODE_WRONG") return register(0);
    throw error;
  }
}

/** The personal half of a registration form. */
export async function personForm({ login, name, number }: CastPerson, stepsAgo = 1) {
  return {
    personName: name,
    idNumber: identityNumber(number),
    phone: `1380000${String(5000 + number)}`,
    login,
    password: PASSWORD,
    passwordAgain: PASSWORD,
    codeSecret: CODE_SECRET,
    code: await codeNow(-stepsAgo),
    consent: "on" as const,
    consentIdentity: "on" as const,
  };
}
