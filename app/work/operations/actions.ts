"use server";

import { moveClock, moveClockInput } from "@/lib/usecases/operations/move-clock";
import { action } from "@/lib/web/action";

export const moveClockAction = action(moveClockInput, moveClock);
