"use server";

import { packArchive, packArchiveInput } from "@/lib/usecases/archive/pack-archive";
import { fixWinner, fixWinnerInput, prepareWinner, prepareWinnerInput } from "@/lib/usecases/award/fix-winner";
import { giveUp, giveUpInput, prepareGiveUp, prepareGiveUpInput } from "@/lib/usecases/award/give-up";
import { prepareChange, prepareChangeInput, reportChange, reportChangeInput } from "@/lib/usecases/award/report-change";
import { prepareLetters, prepareLettersInput, sendLetters, sendLettersInput } from "@/lib/usecases/award/send-letters";
import {
  prepareSupervisorReport,
  prepareSupervisorReportInput,
  sendSupervisorReport,
  sendSupervisorReportInput,
} from "@/lib/usecases/award/report-to-supervisor";
import { submitCandidates, submitCandidatesInput } from "@/lib/usecases/award/submit-candidates";
import { requestRecheck, requestRecheckInput } from "@/lib/usecases/evaluation/request-recheck";
import { keepBond, keepBondInput, refundBond, refundBondInput } from "@/lib/usecases/bond/refund-bond";
import { draftContract, draftContractInput } from "@/lib/usecases/contract/draft-contract";
import {
  prepareContract,
  prepareContractInput,
  signContract,
  signContractInput,
} from "@/lib/usecases/contract/sign-contract";
import { action, call } from "@/lib/web/action";

export const submitCandidatesAction = action(submitCandidatesInput, submitCandidates);
export const prepareWinnerAction = call(prepareWinnerInput, prepareWinner);
export const fixWinnerAction = call(fixWinnerInput, fixWinner);
export const prepareLettersAction = call(prepareLettersInput, prepareLetters);
export const sendLettersAction = call(sendLettersInput, sendLetters);
export const prepareSupervisorReportAction = call(prepareSupervisorReportInput, prepareSupervisorReport);
export const sendSupervisorReportAction = call(sendSupervisorReportInput, sendSupervisorReport);
export const draftContractAction = action(draftContractInput, draftContract);
export const prepareContractAction = call(prepareContractInput, prepareContract);
export const signContractAction = call(signContractInput, signContract);
export const refundBondAction = action(refundBondInput, refundBond);
export const keepBondAction = action(keepBondInput, keepBond);
export const prepareGiveUpAction = call(prepareGiveUpInput, prepareGiveUp);
export const giveUpAction = call(giveUpInput, giveUp);
export const prepareChangeAction = call(prepareChangeInput, prepareChange);
export const reportChangeAction = call(reportChangeInput, reportChange);
export const packArchiveAction = action(packArchiveInput, packArchive);
export const requestRecheckAction = action(requestRecheckInput, requestRecheck);
