"use server";

import {
  answerObjection,
  answerObjectionInput,
  prepareAnswer,
  prepareAnswerInput,
} from "@/lib/usecases/objection/answer-objection";
import {
  fileObjection,
  fileObjectionInput,
  prepareObjection,
  prepareObjectionInput,
} from "@/lib/usecases/objection/file-objection";
import {
  prepareObjectionWithdrawal,
  prepareObjectionWithdrawalInput,
  withdrawObjection,
  withdrawObjectionInput,
} from "@/lib/usecases/objection/withdraw-objection";
import { call } from "@/lib/web/action";

export const prepareObjectionAction = call(prepareObjectionInput, prepareObjection);
export const fileObjectionAction = call(fileObjectionInput, fileObjection);
export const prepareAnswerAction = call(prepareAnswerInput, prepareAnswer);
export const answerObjectionAction = call(answerObjectionInput, answerObjection);
export const prepareWithdrawalAction = call(prepareObjectionWithdrawalInput, prepareObjectionWithdrawal);
export const withdrawObjectionAction = call(withdrawObjectionInput, withdrawObjection);
