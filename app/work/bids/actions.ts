"use server";

import { noteSelfTest, noteSelfTestInput } from "@/lib/usecases/bid/note-self-test";
import { prepareBid, prepareBidInput } from "@/lib/usecases/bid/prepare-bid";
import { prepareWithdrawal, prepareWithdrawalInput } from "@/lib/usecases/bid/prepare-withdrawal";
import { saveBidDraft, saveDraftInput } from "@/lib/usecases/bid/save-draft";
import { action, call } from "@/lib/web/action";

export const prepareBidAction = action(prepareBidInput, prepareBid);
export const saveDraftAction = call(saveDraftInput, saveBidDraft);
export const noteSelfTestAction = call(noteSelfTestInput, noteSelfTest);
export const prepareWithdrawalAction = call(prepareWithdrawalInput, prepareWithdrawal);
