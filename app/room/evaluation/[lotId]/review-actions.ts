"use server";

import { askForTime, askForTimeInput } from "@/lib/usecases/evaluation/ask-for-time";
import { askClarification, askClarificationInput } from "@/lib/usecases/clarification/ask-clarification";
import { correctPrice, correctPriceInput } from "@/lib/usecases/clarification/correct-price";
import {
  argueCompetition,
  argueCompetitionInput,
  closePreliminary,
  closePreliminaryInput,
  closePrices,
  closePricesInput,
} from "@/lib/usecases/evaluation/close-preliminary";
import {
  confirmRanking,
  confirmRankingInput,
  resolveTie,
  resolveTieInput,
} from "@/lib/usecases/evaluation/confirm-ranking";
import {
  dissentReport,
  dissentReportInput,
  prepareDissent,
  prepareDissentInput,
  recordRefusal,
  recordRefusalInput,
} from "@/lib/usecases/evaluation/dissent-report";
import {
  draftReport,
  draftReportInput,
  saveReportTexts,
  saveReportTextsInput,
} from "@/lib/usecases/evaluation/draft-report";
import { answerRecheck, answerRecheckInput, askRecheck, askRecheckInput } from "@/lib/usecases/evaluation/recheck-mark";
import { rejectBid, rejectBidInput } from "@/lib/usecases/evaluation/reject-bid";
import {
  finishPreliminary,
  finishPreliminaryInput,
  saveFindings,
  saveFindingsInput,
} from "@/lib/usecases/evaluation/save-findings";
import { lockMarks, lockMarksInput, saveMark, saveMarkInput } from "@/lib/usecases/evaluation/save-mark";
import {
  openSigning,
  openSigningInput,
  prepareReport,
  prepareReportInput,
  signReport,
  signReportInput,
} from "@/lib/usecases/evaluation/sign-report";
import { reportInterference, reportInterferenceInput } from "@/lib/usecases/evaluation/report-interference";
import {
  prepareTechnicalResult,
  prepareTechnicalResultInput,
  signTechnicalResult,
  signTechnicalResultInput,
} from "@/lib/usecases/evaluation/sign-technical-result";
import { stopEvaluation, stopEvaluationInput } from "@/lib/usecases/evaluation/stop-evaluation";
import { submitReport, submitReportInput } from "@/lib/usecases/evaluation/submit-report";
import { action, call } from "@/lib/web/action";

export const saveFindingsAction = call(saveFindingsInput, saveFindings);
export const finishPreliminaryAction = action(finishPreliminaryInput, finishPreliminary);
export const rejectBidAction = action(rejectBidInput, rejectBid);
export const closePreliminaryAction = action(closePreliminaryInput, closePreliminary);
export const closePricesAction = action(closePricesInput, closePrices);
export const prepareTechnicalResultAction = call(prepareTechnicalResultInput, prepareTechnicalResult);
export const signTechnicalResultAction = call(signTechnicalResultInput, signTechnicalResult);
export const argueCompetitionAction = action(argueCompetitionInput, argueCompetition);
export const askClarificationAction = action(askClarificationInput, askClarification);
export const correctPriceAction = action(correctPriceInput, correctPrice);
export const askForTimeAction = action(askForTimeInput, askForTime);
export const reportInterferenceAction = action(reportInterferenceInput, reportInterference);
export const stopEvaluationAction = action(stopEvaluationInput, stopEvaluation);
export const saveMarkAction = call(saveMarkInput, saveMark);
export const lockMarksAction = action(lockMarksInput, lockMarks);
export const askRecheckAction = action(askRecheckInput, askRecheck);
export const answerRecheckAction = action(answerRecheckInput, answerRecheck);
export const resolveTieAction = action(resolveTieInput, resolveTie);
export const confirmRankingAction = action(confirmRankingInput, confirmRanking);
export const draftReportAction = action(draftReportInput, draftReport);
export const saveReportTextsAction = call(saveReportTextsInput, saveReportTexts);
export const openSigningAction = action(openSigningInput, openSigning);
export const prepareReportAction = call(prepareReportInput, prepareReport);
export const signReportAction = call(signReportInput, signReport);
export const prepareDissentAction = call(prepareDissentInput, prepareDissent);
export const dissentReportAction = call(dissentReportInput, dissentReport);
export const recordRefusalAction = action(recordRefusalInput, recordRefusal);
export const submitReportAction = action(submitReportInput, submitReport);
