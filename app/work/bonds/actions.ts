"use server";

import { giveBond, giveBondInput } from "@/lib/usecases/bond/give-bond";
import { action } from "@/lib/web/action";

export const giveBondAction = action(giveBondInput, giveBond);
