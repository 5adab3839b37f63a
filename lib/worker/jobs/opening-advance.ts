import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import type { Job } from "./job";

export const openingAdvance: Job<"opening.advance"> = ({ lotId }, deps) => advanceOpening(lotId, deps);
