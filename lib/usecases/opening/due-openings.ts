import { lotsToAdvance } from "@/lib/store/openings";
import type { DueProvider } from "@/lib/usecases/due";
import { advanceOpening } from "./advance-opening";

/** Lots past their deadline that are not announced yet: close, freeze, shares, announcement. */
export const dueOpenings: DueProvider = { name: "opening", due: lotsToAdvance, run: advanceOpening };
