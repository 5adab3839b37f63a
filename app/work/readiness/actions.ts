"use server";

import {
  checkReadiness,
  checkReadinessInput,
  prepareReadiness,
  prepareReadinessInput,
} from "@/lib/usecases/readiness/check-readiness";
import { call } from "@/lib/web/action";

export const prepareReadinessAction = call(prepareReadinessInput, prepareReadiness);
export const checkReadinessAction = call(checkReadinessInput, checkReadiness);
