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
import { call } from "@/lib/web/action";

export const prepareObjectionAction = call(prepareObjectionInput, prepareObjection);
export const fileObjectionAction = call(fileObjectionInput, fileObjection);
export const prepareAnswerAction = call(prepareAnswerInput, prepareAnswer);
export const answerObjectionAction = call(answerObjectionInput, answerObjection);
