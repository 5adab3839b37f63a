import { databaseReady, workerConnected } from "@/lib/store/health";
import { lastHubSuccess } from "@/lib/store/hub-health";
import { type ExchangeLine, exchangeByKind } from "@/lib/store/exchange";
import type { ClockState } from "@/lib/domain/clock-watch";
import type { Outage } from "@/lib/domain/outage";
import { platformNow } from "@/lib/store/clock";
import { clockWatch } from "@/lib/store/clock-watch";
import type { Deps } from "@/lib/usecases/deps";
import { viewOutages } from "@/lib/usecases/outage/view-outages";

const OUTAGES = 10;

export type Disclosure = {
  readonly now: Date;
  /** D-9: since when the oldest unconfirmed message waits, and when the hub last confirmed one. */
  readonly hub: { readonly answers: boolean; readonly lastSuccess: Date | null; readonly waiting: Date | null };
  /** D-10: what runs at this instant. */
  readonly running: { readonly database: boolean; readonly worker: boolean; readonly objects: boolean };
  /** how the platform's time stands to reference time, by how much if not well, and since when that stops sealing. */
  readonly clock: { readonly state: ClockState; readonly offsetMs: number | null; readonly stoppedAt: Date | null };
  /** Protocol §5.5: when no bids could be taken, and who measured it. */
  readonly outages: readonly Outage[];
  /** D-11 */
  readonly exchange: readonly ExchangeLine[];
  /** Certification authorities whose certificates are accepted, and the version of the list. */
  readonly authorities: readonly {
    readonly name: string;
    readonly algorithms: readonly string[];
    readonly contact: string;
  }[];
};

/** What the platform must show about itself that changes by itself (S14; market data §1). Public, for everybody. */
export async function viewDisclosure(deps: Pick<Deps, "hub" | "objects" | "trust">): Promise<Disclosure> {
  const [now, answers, hub, exchange, database, worker, objects, watch, trust, outages] = await Promise.all([
    platformNow(),
    deps.hub.health().catch(() => false),
    lastHubSuccess(),
    exchangeByKind(),
    databaseReady(),
    workerConnected(),
    deps.objects.health().catch(() => false),
    clockWatch(),
    deps.trust.list(),
    viewOutages(OUTAGES),
  ]);
  const authorities = trust.authorities.map(({ name, algorithms, contact }) => ({ name, algorithms, contact }));
  const { state, stoppedAt } = watch;
  // While it is well, how well is nobody's business: a number that changes with every look says nothing.
  const offsetMs = state === "well" ? null : watch.offsetMs;
  const running = { database, worker, objects };
  const clock = { state, offsetMs, stoppedAt };
  return { now, hub: { answers, ...hub }, running, clock, outages, exchange, authorities };
}
