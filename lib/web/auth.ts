import type { NextAuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import type { z } from "zod";
import { type Actor, visitor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { LONGEST_HOURS, liveSession } from "@/lib/store/sessions";
import type { Deps } from "@/lib/usecases/deps";
import { endSession } from "@/lib/usecases/session/end-session";
import type { Opened } from "@/lib/usecases/session/open-session";
import { signInByCertificate, signInByCertificateInput } from "@/lib/usecases/session/sign-in-by-certificate";
import { signInByPassword, signInByPasswordInput } from "@/lib/usecases/session/sign-in-by-password";
import { deps } from "./deps";
import { requestFacts } from "./request";

const visitorOfRequest = async (): Promise<Actor> => {
  const { address, userAgent, locale } = await requestFacts();
  return visitor(address, userAgent, locale);
};

/**
 * A credentials provider of a use case. What the browser is told on refusal is a code, never a sentence: the code comes
 * back in an address, and an address must not be able to put words into our page.
 */
function provider<S extends z.ZodType>(
  id: string,
  schema: S,
  fields: readonly string[],
  signIn: (actor: Actor, input: z.output<S>, deps: Deps) => Promise<Opened>,
) {
  return Credentials({
    id,
    name: id,
    credentials: Object.fromEntries(fields.map((field) => [field, {}])),
    authorize: async (given): Promise<User | null> => {
      const parsed = schema.safeParse(Object.fromEntries(fields.map((field) => [field, given?.[field] ?? ""])));
      if (!parsed.success) throw new Error("SIGN_IN_FAILED");
      try {
        return { id: (await signIn(await visitorOfRequest(), parsed.data, await deps())).sessionId };
      } catch (error) {
        if (error instanceof Refusal) throw new Error(codeOf(error));
        console.error("sign-in", error instanceof Error ? error.stack : "defect");
        throw new Error("DEFECT");
      }
    },
  });
}

function codeOf({ code, facts }: Refusal): string {
  if ("until" in facts && facts.until instanceof Date) return `${code}@${facts.until.toISOString()}`;
  return "reason" in facts && /^PATH_[A-Z_]+$/.test(facts.reason) ? `${code}@${facts.reason}` : code;
}

/** next-auth keeps nothing but the id of a row in our session table, encrypted, in a cookie (settled 25). */
export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt", maxAge: LONGEST_HOURS * 3600 },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  providers: [
    provider("certificate", signInByCertificateInput, ["statement", "cms"], signInByCertificate),
    provider("password", signInByPasswordInput, ["login", "password", "code"], signInByPassword),
  ],
  callbacks: {
    jwt: ({ token, user }) => (user ? { sid: user.id } : token),
    session: async ({ session, token }) => {
      const live = typeof token.sid === "string" ? await liveSession(token.sid) : null;
      return { expires: session.expires, ...(live ? { user: { name: live.name } } : {}) };
    },
  },
  events: {
    signOut: async ({ token }) => {
      if (typeof token?.sid === "string") await endSession(await visitorOfRequest(), token.sid);
    },
  },
};
