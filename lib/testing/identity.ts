import { Secret, TOTP } from "otpauth";
import { nodeSecrets } from "@/lib/adapters/secrets/node-secrets";
import { type Actor, type Role, visitor } from "@/lib/domain/actor";
import { usccCheck } from "@/lib/kernel/uscc";
import { databaseNow } from "@/lib/store/clock";
import { liveSession } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { registerParty } from "@/lib/usecases/party/register-party";
import { signInByPassword } from "@/lib/usecases/session/sign-in-by-password";

export const testSecrets = nodeSecrets("only-for-tests-only-for-tests-only", "信标测试");
export const PASSWORD = "correct-horse-battery-staple";
export const guest: Actor = visitor("203.0.113.7", "vitest", "zh-CN");

const STEP_MS = 30_000;
/** Between the making of a code and its being looked at, on a machine that has much else to do. */
const NEAR_MS = 2_000;

/** The code an authenticator app shows `steps` half-minutes from now. */
export async function codeFor(secret: string, steps = 0): Promise<string> {
  const left = STEP_MS - ((await databaseNow()).getTime() % STEP_MS);
  // The half-minute before counts as long as this one lasts: a code of it, made at the very end, would be looked at too late.
  if (left < NEAR_MS) await new Promise((resolve) => setTimeout(resolve, left + 1));
  const timestamp = (await databaseNow()).getTime() + steps * STEP_MS;
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({
    timestamp,
  });
}

/** A credit code with a right check character, different for each number. */
export function creditCode(n: number): string {
  const body = `91520100MA6${String(n).padStart(6, "0")}`;
  return body + usccCheck(body);
}

/** An identity number with a right check character, different for each number. */
export function identityNumber(n: number): string {
  const body = `52010119850101${String(n).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return body + "10X98765432"[sum % 11];
}

/** A filled registration form; `n` makes its codes and names different from others. */
export async function registration(n: number, changes: Record<string, unknown> = {}) {
  const codeSecret = testSecrets.newCodeSecret();
  return {
    uscc: creditCode(n),
    name: `黔测第${n}工程有限公司`,
    kind: "enterprise" as const,
    regionCode: "520100",
    legalRepresentative: "罗启明",
    address: "贵阳市观山湖区长岭北路 8 号",
    contactName: "韦清",
    contactPhone: "0851-05550100",
    email: null,
    basicAccount: null,
    roles: ["bidder"] as ("bidder" | "tenderee" | "agency")[],
    personName: `测试员${n}`,
    idNumber: identityNumber(n),
    phone: "13800000000",
    login: `user${n}`,
    password: PASSWORD,
    passwordAgain: PASSWORD,
    codeSecret,
    code: await codeFor(codeSecret, -1),
    consent: "on" as const,
    consentIdentity: "on" as const,
    ...changes,
  };
}

/** The actor of a live session, as the web layer would make it. */
export async function actorOf(sessionId: string): Promise<Actor> {
  const session = await liveSession(sessionId);
  if (!session) throw new Error("no live session");
  const { personId, name, method, certSerial, role, partyId, partyName, uscc } = session;
  const acts = { role: (role ?? "public") as Role, partyId, partyName: partyName ?? "", uscc };
  return { ...guest, personId, name, method, certSerial, sessionId, ...acts };
}

/** Registers organisation and person number `n` and signs the person in by password. */
export async function member(n: number, deps: Deps, changes: Record<string, unknown> = {}) {
  const form = await registration(n, changes);
  const { partyId } = await registerParty(guest, form, deps);
  const code = await codeFor(form.codeSecret);
  const { sessionId } = await signInByPassword(guest, { login: form.login, password: PASSWORD, code }, deps);
  return { partyId, form, actor: await actorOf(sessionId) };
}
