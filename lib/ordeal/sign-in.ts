import type { Prepared } from "@/lib/usecases/signing/act";
import type { Hand } from "@/prisma/seed/world";
import type { Visitor } from "./visitor";

/** Signs in with the certificate's key, as the sign-in page does. */
export async function signIn(hand: Hand, browser: Visitor): Promise<void> {
  // An answer that was lost has used up its challenge: the person signs a new one.
  for (let tries = 0; tries < 5; tries++) if (await enter(hand, browser)) return;
  throw new Error(`${hand.actor.partyName} cannot sign in`);
}

async function enter(hand: Hand, browser: Visitor): Promise<boolean> {
  const { csrfToken } = await browser.json<{ csrfToken: string }>("look", "/api/auth/csrf");
  const challenge = await browser.call<Prepared>("look", "/sign-in", "(entry)/sign-in prepareSignInAction", {});
  const signed = await hand.signOne(challenge);
  const body = new URLSearchParams({ ...signed, csrfToken, callbackUrl: "/", json: "true" });
  const answer = await browser.ask("signIn", "/api/auth/callback/certificate", { method: "POST", body });
  return answer.status === 200;
}
