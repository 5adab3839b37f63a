import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { StateMark } from "@/components/ui/status-tag";
import { beijingTime } from "@/lib/kernel/format";
import { viewOperations } from "@/lib/usecases/operations/view-operations";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { Outages } from "./outages";
import { SandboxClock } from "./sandbox-clock";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operations"))("status.title") };
}

/** How many intervals a part may lag before it is called late. */
const LATE_INTERVALS = 6;

export default async function OperationsPage() {
  const [view, t] = await Promise.all([
    orNotFound(viewOperations(await currentActor(), {}, await deps())),
    getTranslations("operations"),
  ]);
  const { log, workers, jobs, stampsLate, unlinked, clock, outages, services, sandbox, asOf } = view;
  const logWell = log.ageMs !== null && log.ageMs < log.intervalMs * LATE_INTERVALS + 2_000;
  const queue = (late: boolean) => t(late ? "status.late" : "status.onTime");
  const lines = [
    {
      name: t("status.worker"),
      well: workers.length > 0,
      facts: t("status.workerFacts", { count: workers.length, queue: queue(jobs.late), dead: jobs.dead }),
    },
    {
      name: t("status.log"),
      well: logWell,
      facts: [
        t("status.logFacts", { size: log.size, queue: queue(log.late) }),
        log.stampedAt ? t("status.stamped", { at: beijingTime(log.stampedAt) }) : t("status.unstamped"),
      ].join(t("status.then")),
    },
    {
      name: t("status.witness"),
      well: log.witnesses > 0 && log.size - log.cosigned <= LATE_INTERVALS,
      facts: t("status.witnessFacts", { count: log.witnesses, size: log.cosigned }),
    },
    { name: t("status.audit"), well: !unlinked, facts: t(unlinked ? "status.unlinked" : "status.linked") },
    {
      name: t("status.clock"),
      well: clock.stoppedAt === null && clock.state === "well",
      facts: [
        clock.offsetMs === null
          ? t("status.clockUnknown", { asked: clock.asked })
          : t("status.clockOff", {
              offset: clock.offsetMs,
              within: clock.withinMs ?? 0,
              agreeing: clock.agreeing,
              asked: clock.asked,
            }),
        ...(clock.stoppedAt ? [t("status.clockStopped")] : []),
      ].join(t("status.then")),
    },
    ...services.map(({ name, url, well }) => ({
      name: t(`status.${name}`),
      well,
      facts: [...(name === "tsa" ? [queue(stampsLate)] : []), ...(url ? [url] : [])].join(t("status.then")),
    })),
  ];
  return (
    <>
      <PageHeader title={t("status.title")} meta={[t.rich("asOf", { at: () => <Instant at={asOf} part="time" /> })]} />
      <DataTable
        caption={t("status.title")}
        rows={lines.map((line, at) => ({ ...line, at }))}
        rowKey={({ at }) => String(at)}
        empty=""
        columns={[
          { key: "name", head: t("status.part"), cell: ({ name }) => name },
          {
            key: "state",
            head: t("status.state"),
            cell: ({ well }) => (
              <StateMark tone={well ? "good" : "bad"} label={t(well ? "status.well" : "status.down")} />
            ),
          },
          { key: "facts", head: t("status.facts"), cell: ({ facts }) => facts },
        ]}
      />
      <p className="sec">{t("status.effect")}</p>
      {outages.length > 0 ? <Outages outages={outages} /> : null}
      {sandbox ? <SandboxClock now={asOf} offsetMs={sandbox.offsetMs} ahead={sandbox.ahead} /> : null}
    </>
  );
}
