"use server";

import { redirect } from "next/navigation";
import { Refusal } from "@/lib/domain/refusal";
import { chooseRight, chooseRightInput } from "@/lib/usecases/session/choose-right";
import { deps } from "@/lib/web/deps";
import { safeNext } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

/** Sets organisation and role of the session and goes on; a plain form, so that it works without script. */
export async function chooseRightAction(form: FormData): Promise<void> {
  const next = safeNext(String(form.get("next") ?? ""));
  const parsed = chooseRightInput.safeParse({ membershipId: form.get("membershipId") });
  try {
    if (parsed.success) await chooseRight(await currentActor(), parsed.data, await deps());
  } catch (error) {
    // A right that has ended meanwhile, or a session: the page shows what there is now.
    if (error instanceof Refusal) redirect(`/sign-in/choose?next=${encodeURIComponent(next)}`);
    throw error;
  }
  redirect(next);
}
