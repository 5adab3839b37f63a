import { getTranslations } from "next-intl/server";
import { RoomBand, RoomFoot, RoomSteps } from "@/components/layout/room-band";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { Refresh } from "@/components/ui/refresh";
import { COMMITTEE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import type { EntryStep, EntryView } from "@/lib/usecases/evaluation/view-entry";
import { Declaration, Discipline, Election, IdentityCheck } from "./entry-steps";
import { SeatList } from "./seat-list";

const STEPS = ["checkIn", "discipline", "declaration", "election", "review"] as const;

/** Where the member stands: its own next step, or while it waits for the others the step they are at. */
function current({ step, state, own, seats }: EntryView): number {
  if (step !== "wait") return STEPS.indexOf(step);
  if (state === "chair") return STEPS.indexOf("election");
  if (state === "declaring") return STEPS.indexOf("declaration");
  const mine = seats.find(({ id }) => id === own.id);
  return mine?.disciplined ? STEPS.indexOf("declaration") : STEPS.indexOf("checkIn");
}

/** The door of the evaluation room: one step a page, then the list of seats while the others are at theirs. */
export async function EntryRoom({ view }: { readonly view: EntryView }) {
  const t = await getTranslations("committee.entry");
  const { lot, own, now } = view;
  return (
    <div className="hall-room entry-room">
      <RoomBand
        room={t("room")}
        tender={lot.tender.name}
        lot={lot.name}
        state={stateTerm(COMMITTEE_STATES, view.state)}
        facts={[t("seat", { number: own.number }), own.name]}
        now={now}
      />
      <RoomSteps
        label={t("steps")}
        current={current(view)}
        steps={STEPS.map((step) => ({ label: t(`step.${step}`) }))}
      />
      <main id="main" tabIndex={-1} className="entry-main">
        {lot.suspendedAt ? (
          <Notice tone="attention" rules={["R-128"]}>
            {t("suspended")}
          </Notice>
        ) : (
          <Step view={view} step={view.step} />
        )}
        <SeatList view={view} />
      </main>
      <Refresh seconds={5} />
      <RoomFoot connection={<span>{t("live")}</span>} asOf={<Instant at={now} part="time" />} />
    </div>
  );
}

async function Step({ view, step }: { readonly view: EntryView; readonly step: EntryStep }) {
  const t = await getTranslations("committee.entry");
  if (step === "checkIn") return <IdentityCheck view={view} />;
  if (step === "discipline") return <Discipline view={view} />;
  if (step === "declaration") return <Declaration view={view} />;
  if (step === "election") return <Election view={view} />;
  const started = view.lot.evaluationStartedAt !== null;
  if (view.state === "forming" || view.state === "ready")
    return (
      <section>
        <h2>{t("wait")}</h2>
        <Notice>{t(started ? "reforming" : "notStarted")}</Notice>
      </section>
    );
  return (
    <section>
      <h2>{t("wait")}</h2>
      <p>{t("waitText")}</p>
    </section>
  );
}
