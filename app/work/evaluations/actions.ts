"use server";

import { answerInvitation, answerInvitationInput } from "@/lib/usecases/committee/answer-invitation";
import { recuseSelf, recuseSelfInput } from "@/lib/usecases/committee/recuse-self";
import { action } from "@/lib/web/action";

export const answerInvitationAction = action(answerInvitationInput, answerInvitation);
export const recuseSelfAction = action(recuseSelfInput, recuseSelf);
