"use server";

import { givePerformanceBond, givePerformanceBondInput } from "@/lib/usecases/contract/give-performance-bond";
import { action } from "@/lib/web/action";

export const givePerformanceBondAction = action(givePerformanceBondInput, givePerformanceBond);
