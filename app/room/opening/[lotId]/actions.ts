"use server";

import { checkInInput, checkInToOpening } from "@/lib/usecases/opening/check-in";
import { decideCause, decideCauseInput } from "@/lib/usecases/opening/decide-cause";
import {
  commitDraw,
  commitDrawInput,
  prepareDraw,
  prepareDrawInput,
  revealDraw,
  revealDrawInput,
} from "@/lib/usecases/opening/draw-parameter";
import {
  finishOpening,
  finishOpeningInput,
  prepareFinish,
  prepareFinishInput,
} from "@/lib/usecases/opening/finish-opening";
import {
  answerObjectionInput,
  answerOpeningObjection,
  confirmLine,
  confirmLineInput,
  objectOpening,
  objectOpeningInput,
} from "@/lib/usecases/opening/object-opening";
import { prepareRelease, prepareReleaseInput } from "@/lib/usecases/opening/prepare-release";
import { releaseBid, releaseBidInput } from "@/lib/usecases/opening/release-bid";
import { setPricesTime, setPricesTimeInput } from "@/lib/usecases/opening/set-prices-time";
import { action, call } from "@/lib/web/action";

export const checkInAction = action(checkInInput, checkInToOpening);
export const objectAction = action(objectOpeningInput, objectOpening);
export const answerAction = action(answerObjectionInput, answerOpeningObjection);
export const confirmAction = action(confirmLineInput, confirmLine);
export const causeAction = action(decideCauseInput, decideCause);
export const prepareReleaseAction = call(prepareReleaseInput, prepareRelease);
export const releaseAction = call(releaseBidInput, releaseBid);
export const prepareDrawAction = call(prepareDrawInput, prepareDraw);
export const commitDrawAction = call(commitDrawInput, commitDraw);
export const revealDrawAction = call(revealDrawInput, revealDraw);
export const prepareFinishAction = call(prepareFinishInput, prepareFinish);
export const finishAction = call(finishOpeningInput, finishOpening);
export const setPricesAction = action(setPricesTimeInput, setPricesTime);
