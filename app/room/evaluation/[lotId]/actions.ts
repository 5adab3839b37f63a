"use server";

import { prepareEntry, prepareEntryInput, signEntry, signEntryInput } from "@/lib/usecases/evaluation/sign-entry";
import { voteChair, voteChairInput } from "@/lib/usecases/evaluation/vote-chair";
import { action, call } from "@/lib/web/action";

export const prepareEntryAction = call(prepareEntryInput, prepareEntry);
export const signEntryAction = call(signEntryInput, signEntry);
export const voteChairAction = action(voteChairInput, voteChair);
