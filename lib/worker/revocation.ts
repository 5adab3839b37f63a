import type { Deps } from "@/lib/usecases/deps";
import { checkDueBound } from "@/lib/usecases/trust/check-bound";
import { checkDueStandings } from "@/lib/usecases/trust/check-standing";
import { fetchDueLists } from "@/lib/usecases/trust/fetch-lists";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 2_000;

/**
 * Fetches revocation data every hour of the platform's time, and looks again at the seals that depend on it. A loop of
 * its own: an authority that does not answer must not hold up an opening.
 */
export function startRevocation(deps: Deps, tell: (problem: string) => void): Loop {
  return startLoop("revocation", EVERY_MS, tell, async () => {
    await fetchDueLists(deps);
    await checkDueStandings(deps);
  });
}

/** The same for every certificate of our register. Many wait here for few: seals and openings must not wait behind them. */
export const startBoundCertificates = (deps: Deps, tell: (problem: string) => void): Loop =>
  startLoop("bound certificates", EVERY_MS, tell, async () => {
    await checkDueBound(deps);
  });
