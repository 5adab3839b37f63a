import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { databaseNow } from "@/lib/store/clock";
import type { Deps } from "@/lib/usecases/deps";
import { signedIn } from "./signed-in";

export const pingSessionInput = z.strictObject({});

/**
 * Keeps a session alive while a room or an upload is open (reading the session has noted the use already).
 *
 * @returns real database time, for a page that wants to know that it is still connected
 * @throws {Refusal} SIGN_IN_NEEDED where the session has ended
 */
export async function pingSession(
  actor: Actor,
  _input: Record<never, never>,
  _deps: Deps,
): Promise<{ readonly at: string }> {
  signedIn(actor);
  return { at: (await databaseNow()).toISOString() };
}
