import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { Mark } from "@/components/layout/brand";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { TextArea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { Refresh } from "@/components/ui/refresh";
import { ServerClock } from "@/components/ui/server-clock";
import { asLocale } from "@/lib/i18n/locale";
import { COMMITTEE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm, word } from "@/lib/i18n/terms";
import { viewTime } from "@/lib/usecases/evaluation/ask-for-time";
import { viewMarks } from "@/lib/usecases/evaluation/view-marks";
import { type ReviewView, viewReview } from "@/lib/usecases/evaluation/view-review";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { AskClarification } from "./ask-clarification";
import { ConsolidationPart } from "./consolidation-part";
import { MarksPart } from "./marks-part";
import { PreliminaryPart } from "./preliminary-part";
import { ReportPart } from "./report-part";
import { SealedPart } from "./sealed-part";
import { TimeLeft } from "./time-left";
import { reportInterferenceAction } from "./review-actions";

const STAGES = ["preliminary", "technical", "business", "price", "consolidation", "report"] as const;
/** Which stage of the strip a state of the committee stands at. */
const STAGE_OF: Readonly<Record<string, number>> = {
  preliminary: 0,
  competition: 0,
  detailed: 1,
  scoring: 2,
  sealed: 3,
  priceReview: 3,
  pricing: 3,
  ranking: 4,
  reporting: 5,
  rechecking: 5,
  submitted: 6,
};
/** States in which somebody else's act changes what this member sees; while marks are typed nothing is fetched anew. */
const WAITING = ["sealed", "pricing", "ranking", "reporting", "rechecking"];

/** The review itself, from the preliminary review on: one page for each stage, in the manner of a desk (ux 7.9, 7.10). */
export async function ReviewRoom({ lotId }: { readonly lotId: string }) {
  const actor = await currentActor();
  const view = await orNotFound(viewReview(actor, { lotId }, await deps()));
  const [marks, time] = await Promise.all([viewMarks(actor, { lotId }), viewTime(actor, { lotId })]);
  const [t, locale] = [await getTranslations("review"), asLocale(await getLocale())];
  const at = STAGE_OF[view.state] ?? -1;
  const notes = stageNotes(view, marks);
  const handedIn = view.finished && ["preliminary", "competition", "priceReview"].includes(view.state);
  const waits = WAITING.includes(view.state) || handedIn || marks?.locked === true;
  return (
    <ClientWords areas={["review", "shell"]}>
      <div className="eval-small">
        <h1>{t("title")}</h1>
        <Notice>{t("small")}</Notice>
        <Link href="/work">{t("back")}</Link>
      </div>
      <div className="eval-room">
        <header className="room-top ev">
          <p className="w">
            <Mark className="inv" />
            {t("room")}
          </p>
          <h1>{`${view.lot.tender.name} ${view.lot.name}`}</h1>
          <p>
            {word(locale, stateTerm(COMMITTEE_STATES, view.state))}
            {view.blind ? t("blind") : ""}
          </p>
          <p className="m">
            <span>{t(view.own.chair ? "chairNo" : "expertNo", { number: view.own.number })}</span>
            <span>{view.own.name}</span>
          </p>
          <p className="ck">
            <b className="num">
              <ServerClock now={view.now.getTime()} part="time" />
            </b>
          </p>
          {["preliminary", "detailed", "scoring", "priceReview"].includes(view.state) ? (
            <AskClarification view={view} />
          ) : null}
          <ConfirmAct
            label={t("interference.act")}
            title={t("interference.title")}
            action={reportInterferenceAction}
            hidden={{ lotId }}
          >
            <p>{t("interference.effect")}</p>
            <TextArea name="text" label={t("interference.text")} minLength={4} />
          </ConfirmAct>
        </header>
        <section className="ev-strip" aria-label={t("stages")}>
          <ol className="stages">
            {STAGES.map((stage, index) => {
              const state = index < at ? "done" : index === at ? "now" : undefined;
              return (
                <li key={stage} className={state} aria-current={state === "now" ? "step" : undefined}>
                  <Icon name={state === "done" ? "tick" : state === "now" ? "active" : "neutral"} />
                  {t(`stage.${stage}`)}
                  {notes[index] ? <b className="num">{notes[index]}</b> : null}
                </li>
              );
            })}
            <li className="end">{t("alone")}</li>
          </ol>
          <TimeLeft lotId={lotId} now={view.now.getTime()} time={time} />
        </section>
        <main id="main" tabIndex={-1} className="ev-main">
          {view.lot.suspendedAt ? (
            <Notice tone="attention" rules={["R-128"]}>
              {t("suspended")}
            </Notice>
          ) : null}
          <Stage view={view} marks={marks} />
        </main>
        {waits ? <Refresh seconds={5} /> : null}
      </div>
    </ClientWords>
  );
}

type Marks = Awaited<ReturnType<typeof viewMarks>>;

function Stage({ view, marks }: { readonly view: ReviewView; readonly marks: Marks }) {
  const { state } = view;
  if (state === "sealed") return <SealedPart view={view} />;
  if (["preliminary", "competition", "priceReview"].includes(state)) return <PreliminaryPart view={view} />;
  if (marks) return <MarksPart view={view} marks={marks} />;
  if (state === "pricing" || state === "ranking") return <ConsolidationPart view={view} />;
  return <ReportPart view={view} />;
}

/** Counts behind the stages: how far the member and the committee are. */
function stageNotes({ members, valid, bids, state }: ReviewView, marks: Marks): readonly string[] {
  const handedIn = members.filter(({ reviewed }) => reviewed).length;
  const own = marks ? `${marks.marks.length} / ${marks.criteria.length * marks.columns.length}` : "";
  return [
    state === "preliminary" ? `${handedIn} / ${members.length}` : bids.length > 0 ? `${valid} / ${bids.length}` : "",
    state === "detailed" ? own : "",
    state === "scoring" ? own : "",
    state === "priceReview" ? `${handedIn} / ${members.length}` : "",
  ];
}
