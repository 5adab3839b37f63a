"use server";

import {
  answerClarification,
  answerClarificationInput,
  prepareClarification,
  prepareClarificationInput,
} from "@/lib/usecases/clarification/answer-clarification";
import { call } from "@/lib/web/action";

export const prepareClarificationAction = call(prepareClarificationInput, prepareClarification);
export const answerClarificationAction = call(answerClarificationInput, answerClarification);
