import { signInProgram, signInProgramInput } from "@/lib/usecases/session/sign-in-program";
import { bearerToken } from "@/lib/web/bearer";
import { handler } from "@/lib/web/handler";

/** The signed challenge for a session. The token goes into `Authorization: Bearer …` of every further request. */
export const POST = handler(signInProgramInput, async (actor, input, deps) => {
  const { sessionId, chosen } = await signInProgram(actor, input, deps);
  return { token: await bearerToken(sessionId), chosen };
});
