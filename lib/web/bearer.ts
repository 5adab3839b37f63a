import { encode } from "next-auth/jwt";
import { LONGEST_HOURS } from "@/lib/store/sessions";

/** What a program sends instead of the cookie: the same encrypted name of a row in our session table; the row decides. */
export function bearerToken(sessionId: string): Promise<string> {
  const secret = process.env.NEXTAUTH_SECRET;
  if (!secret) throw new Error("NEXTAUTH_SECRET is not set");
  return encode({ token: { sid: sessionId }, secret, maxAge: LONGEST_HOURS * 3600 });
}
