"use server";

import { orderInput } from "@/lib/usecases/supervision/order-input";
import { orderSuspension, orderSuspensionInput, prepareOrder } from "@/lib/usecases/supervision/order-suspension";
import { stateReason, stateReasonInput } from "@/lib/usecases/supervision/state-reason";
import { action, call } from "@/lib/web/action";

export const prepareOrderAction = call(orderInput, prepareOrder);
export const orderSuspensionAction = call(orderSuspensionInput, orderSuspension);
export const stateReasonAction = action(stateReasonInput, stateReason);
