import { getToken } from "next-auth/jwt";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { type Actor, visitor } from "@/lib/domain/actor";
import { liveSession, touchSession } from "@/lib/store/sessions";
import { requestFacts } from "./request";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Who asks. The cookie only names a row of our session table; the row decides (settled 25). Without a live row: a
 * visitor. Signed in, but no organisation and role chosen yet: a visitor with `personId` and `sessionId`.
 */
export const currentActor = cache(async (): Promise<Actor> => {
  const facts = await requestFacts();
  const nobody = visitor(facts.address, facts.userAgent, facts.locale);
  const sessionId = await sessionIdOfRequest();
  const session = sessionId ? await liveSession(sessionId) : null;
  if (!session) return nobody;
  if (!session.seenLately) await touchSession(session.sessionId);
  return {
    ...nobody,
    personId: session.personId,
    name: session.name,
    role: session.role ?? "public",
    partyId: session.role ? session.partyId : null,
    partyName: session.role ? (session.partyName ?? "") : "",
    uscc: session.role ? session.uscc : null,
    sessionId: session.sessionId,
    method: session.method,
    certSerial: session.certSerial,
  };
});

/** The session id inside the JWT cookie; null if there is none or it was not made with our secret. */
async function sessionIdOfRequest(): Promise<string | null> {
  const secret = process.env.NEXTAUTH_SECRET;
  if (!secret) throw new Error("NEXTAUTH_SECRET is not set");
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const request = { cookies: jar, headers: head } as unknown as Parameters<typeof getToken>[0]["req"];
  const token = await getToken({ req: request, secret });
  const id = token?.sid;
  return typeof id === "string" && UUID.test(id) ? id : null;
}
