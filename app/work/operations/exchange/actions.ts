"use server";

import { retryMessage, retryMessageInput } from "@/lib/usecases/exchange/retry-message";
import { action } from "@/lib/web/action";

export const retryMessageAction = action(retryMessageInput, retryMessage);
