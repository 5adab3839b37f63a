"use server";

import {
  approveChange,
  approveChangeInput,
  prepareApproval,
  prepareApprovalInput,
  returnChange,
  returnChangeInput,
  withdrawChange,
  withdrawChangeInput,
} from "@/lib/usecases/trust/decide-change";
import {
  prepareChange,
  prepareChangeInput,
  proposeChange,
  proposeChangeInput,
} from "@/lib/usecases/trust/propose-change";
import { action, call } from "@/lib/web/action";

export const prepareChangeAction = call(prepareChangeInput, prepareChange);
export const proposeChangeAction = call(proposeChangeInput, proposeChange);
export const prepareApprovalAction = call(prepareApprovalInput, prepareApproval);
export const approveChangeAction = call(approveChangeInput, approveChange);
export const returnChangeAction = action(returnChangeInput, returnChange);
export const withdrawChangeAction = action(withdrawChangeInput, withdrawChange);
