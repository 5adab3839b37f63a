import type { CompleteTerms } from "@/lib/domain/terms";
import { beijingTime } from "@/lib/kernel/format";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import { prepareTechnicalResult, signTechnicalResult } from "@/lib/usecases/evaluation/sign-technical-result";
import { advanceOpening } from "@/lib/usecases/opening/advance-opening";
import { setPricesTime } from "@/lib/usecases/opening/set-prices-time";
import type { OpeningStage } from "./opening-stage";
import type { Hand } from "./tender-world";

/** The same documents with two envelopes. */
export const inTwoEnvelopes = (terms: CompleteTerms): CompleteTerms => ({
  ...terms,
  opening: { ...terms.opening, envelopes: 2 },
});

/** As the page's field sends it. */
export const asField = (at: Date): string => beijingTime(at).replace(" ", "T");

export async function technicalResult(chair: Hand, lotId: string, stage: OpeningStage): Promise<void> {
  const [signed] = await chair.sign([await prepareTechnicalResult(chair.actor, { lotId })]);
  await signTechnicalResult(chair.actor, { lotId, signed: signed! }, stage.deps);
}

/** The host's time, which is now, and the prices of the bids that passed. */
export async function pricesOpened(host: Hand, lotId: string, stage: OpeningStage): Promise<void> {
  await setPricesTime(host.actor, { lotId, at: asField(await platformNow()) });
  for (let turn = 0; turn < 200; turn++) {
    await advanceOpening(lotId, stage.deps);
    if ((await lotById(lotId)).pricesAnnouncedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the prices are not opened");
}
