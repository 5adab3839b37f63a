"use server";

import {
  beginAmendment,
  beginAmendmentInput,
  dropAmendment,
  dropAmendmentInput,
} from "@/lib/usecases/document/begin-amendment";
import { giveReason, giveReasonInput } from "@/lib/usecases/document/give-reason";
import { obtainDocuments, obtainDocumentsInput } from "@/lib/usecases/document/obtain-documents";
import { saveSection, saveSectionInput } from "@/lib/usecases/document/save-section";
import { addLot, addLotInput, editLot, editLotInput } from "@/lib/usecases/lot/add-lot";
import {
  extendDeadline,
  extendDeadlineInput,
  extensionInput,
  prepareExtension,
} from "@/lib/usecases/notice/extend-deadline";
import { preparePublication, preparePublicationInput } from "@/lib/usecases/notice/prepare-publication";
import { publishNotice, publishNoticeInput } from "@/lib/usecases/notice/publish-notice";
import { reviewNotice, reviewNoticeInput } from "@/lib/usecases/notice/review-notice";
import { submitAmendment, submitAmendmentForm } from "@/lib/usecases/notice/submit-amendment";
import { submitNotice, submitNoticeInput } from "@/lib/usecases/notice/submit-notice";
import { submitTermination, submitTerminationInput } from "@/lib/usecases/notice/submit-termination";
import { payDocuments, payDocumentsInput } from "@/lib/usecases/payment/pay-documents";
import {
  createProject,
  createProjectInput,
  editProject,
  editProjectInput,
} from "@/lib/usecases/project/create-project";
import {
  nothingInput,
  prepareUseContract,
  signUseContract,
  signUseContractInput,
} from "@/lib/usecases/project/sign-use-contract";
import { verifyProject, verifyProjectInput } from "@/lib/usecases/project/verify-project";
import { answerQuestion, answerQuestionInput } from "@/lib/usecases/question/answer-question";
import { askQuestion, askQuestionInput } from "@/lib/usecases/question/ask-question";
import { createTender, createTenderInput } from "@/lib/usecases/tender/create-tender";
import { revealReferencePrice, revealReferencePriceInput } from "@/lib/usecases/lot/reveal-reference-price";
import { action, call } from "@/lib/web/action";

export const prepareUseContractAction = call(nothingInput, prepareUseContract);
export const signUseContractAction = call(signUseContractInput, signUseContract);
export const createProjectAction = action(createProjectInput, createProject);
export const editProjectAction = action(editProjectInput, editProject);
export const verifyProjectAction = action(verifyProjectInput, verifyProject);
export const createTenderAction = action(createTenderInput, createTender);
export const addLotAction = action(addLotInput, addLot);
export const editLotAction = action(editLotInput, editLot);
export const saveSectionAction = call(saveSectionInput, saveSection);
export const giveReasonAction = action(giveReasonInput, giveReason);
export const submitNoticeAction = action(submitNoticeInput, submitNotice);
export const reviewNoticeAction = action(reviewNoticeInput, reviewNotice);
export const preparePublicationAction = call(preparePublicationInput, preparePublication);
export const publishNoticeAction = call(publishNoticeInput, publishNotice);
export const prepareExtensionAction = call(extensionInput, prepareExtension);
export const extendDeadlineAction = call(extendDeadlineInput, extendDeadline);
export const beginAmendmentAction = action(beginAmendmentInput, beginAmendment);
export const dropAmendmentAction = action(dropAmendmentInput, dropAmendment);
export const submitAmendmentAction = action(submitAmendmentForm, submitAmendment);
export const submitTerminationAction = action(submitTerminationInput, submitTermination);
export const obtainDocumentsAction = action(obtainDocumentsInput, obtainDocuments);
export const payDocumentsAction = call(payDocumentsInput, payDocuments);
export const askQuestionAction = action(askQuestionInput, askQuestion);
export const answerQuestionAction = action(answerQuestionInput, answerQuestion);
export const revealReferencePriceAction = action(revealReferencePriceInput, revealReferencePrice);
