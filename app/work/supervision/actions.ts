"use server";

import { orderInput } from "@/lib/usecases/supervision/order-input";
import { orderSuspension, orderSuspensionInput, prepareOrder } from "@/lib/usecases/supervision/order-suspension";
import { call } from "@/lib/web/action";

export const prepareOrderAction = call(orderInput, prepareOrder);
export const orderSuspensionAction = call(orderSuspensionInput, orderSuspension);
