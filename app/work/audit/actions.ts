"use server";

import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { runChainCheck } from "@/lib/usecases/audit/view-audit";
import { call } from "@/lib/web/action";

const nothing = z.strictObject({});

export const checkChainAction = call(nothing, async (actor: Actor) => {
  const { head, faults, at } = await runChainCheck(actor);
  // How many links there are stays here: from one check to the next it would count bids (settled 4).
  return { head, at: at.toISOString(), faults: faults.slice(0, 20) };
});
