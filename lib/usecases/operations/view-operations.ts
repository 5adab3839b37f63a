import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { unlinkedEntries } from "@/lib/store/audit-chain";
import { platformNow, sandboxState } from "@/lib/store/clock";
import { clockWatch } from "@/lib/store/clock-watch";
import { instantsAhead, jobsAreLate, logStatus } from "@/lib/store/service-status";
import { beats, deadJobs } from "@/lib/store/workers";
import type { Deps } from "@/lib/usecases/deps";
import { viewOutages } from "@/lib/usecases/outage/view-outages";
import type { Tsa } from "@/lib/usecases/ports/tsa";

const PATIENCE_MS = 2_500;
/** Three missed beats. */
const ALIVE_MS = 3_000;
const AHEAD = 8;
const OUTAGES = 10;

export type Service = {
  readonly name: "objects" | "tsa" | "hub" | "trustee";
  readonly url: string | null;
  readonly well: boolean;
};

/**
 * How the platform's parts are now, for the operator: seen, not remembered. Contains nothing of any tender,
 * and no number that grows with every bid that comes in (R-95, settled 3).
 */
export async function viewOperations(actor: Actor, _input: object, deps: Deps) {
  authorise(actor, "operations.view", "none");
  const [asOf, sandbox] = await Promise.all([platformNow(), sandboxState()]);
  const [log, workers, late, dead, stampsLate, unlinked, clock, outages, services] = await Promise.all([
    logStatus(),
    beats(),
    jobsAreLate(),
    deadJobs(),
    jobsAreLate("timestamp.request"),
    unlinkedEntries(2_000),
    clockWatch(),
    viewOutages(OUTAGES),
    lookAt(deps),
  ]);
  return {
    asOf,
    log: { ...log, intervalMs: deps.log.intervalMs, origin: deps.log.origin, witnesses: deps.witnesses.length },
    workers: workers.filter(({ ageMs }) => ageMs < ALIVE_MS).map(({ name, startedAt }) => ({ name, startedAt })),
    jobs: { late, dead },
    stampsLate,
    unlinked: unlinked.length > 0,
    clock,
    outages,
    services,
    sandbox: sandbox.enabled ? { offsetMs: sandbox.offsetMs, ahead: await instantsAhead(asOf, AHEAD) } : null,
  };
}

async function lookAt(deps: Deps): Promise<readonly Service[]> {
  const imprint = crypto.getRandomValues(new Uint8Array(32));
  const looks: readonly (readonly [Service["name"], string | null, Promise<unknown>])[] = [
    ["objects", null, deps.objects.health()],
    ...timestampers(deps.tsa).map(({ url, stamp }) => ["tsa", url, stamp(imprint)] as const),
    ["hub", null, deps.hub.health()],
    ...deps.trustees.map((trustee) => ["trustee", trustee.url, trustee.health()] as const),
  ];
  return Promise.all(looks.map(async ([name, url, look]) => ({ name, url, well: await inTime(look) })));
}

/** Each authority by itself: while the spare answers, nobody else would notice that the first does not (protocol §5.1). */
const timestampers = ({ authorities, stamp }: Tsa): readonly { url: string | null; stamp: Tsa["stamp"] }[] =>
  authorities ?? [{ url: null, stamp }];

/** Whoever looks at the page wants an answer: what hangs is not well. */
async function inTime(look: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return Boolean(await Promise.race([look, late]));
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
