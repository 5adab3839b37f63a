"use server";

import {
  giveOpinion,
  giveOpinionInput,
  prepareOpinion,
  prepareOpinionInput,
} from "@/lib/usecases/award/judge-candidate";
import { call } from "@/lib/web/action";

export const prepareOpinionAction = call(prepareOpinionInput, prepareOpinion);
export const giveOpinionAction = call(giveOpinionInput, giveOpinion);
