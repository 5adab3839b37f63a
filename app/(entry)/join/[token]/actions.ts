"use server";

import { joinAsMe, joinAsMeInput, joinAsNew, joinAsNewInput } from "@/lib/usecases/member/accept-invitation";
import { action } from "@/lib/web/action";

export const joinAsNewAction = action(joinAsNewInput, joinAsNew);
export const joinAsMeAction = action(joinAsMeInput, joinAsMe);
