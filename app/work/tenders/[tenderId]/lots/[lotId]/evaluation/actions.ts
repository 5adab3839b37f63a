"use server";

import { appointRepresentative, appointRepresentativeInput } from "@/lib/usecases/committee/appoint-representative";
import {
  commitExpertDraw,
  commitExpertDrawInput,
  prepareExpertDraw,
  prepareExpertDrawInput,
  revealExpertDraw,
  revealExpertDrawInput,
} from "@/lib/usecases/committee/draw-experts";
import { formCommittee, formCommitteeInput } from "@/lib/usecases/committee/form-committee";
import { replaceMember, replaceMemberInput } from "@/lib/usecases/committee/replace-member";
import { startEvaluation, startEvaluationInput } from "@/lib/usecases/evaluation/start-evaluation";
import { action, call } from "@/lib/web/action";

export const formCommitteeAction = action(formCommitteeInput, formCommittee);
export const prepareDrawAction = call(prepareExpertDrawInput, prepareExpertDraw);
export const commitDrawAction = call(commitExpertDrawInput, commitExpertDraw);
export const revealDrawAction = call(revealExpertDrawInput, revealExpertDraw);
export const replaceMemberAction = action(replaceMemberInput, replaceMember);
export const appointAction = action(appointRepresentativeInput, appointRepresentative);
export const startEvaluationAction = action(startEvaluationInput, startEvaluation);
