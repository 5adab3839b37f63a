import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientWords } from "@/components/layout/client-words";
import { RoomBand, RoomFoot, RoomSteps } from "@/components/layout/room-band";
import { Board } from "@/components/opening/board";
import { HallLive } from "@/components/opening/hall-live";
import { FirstLines, type Line, OpenedLines, SealedLines } from "@/components/opening/hall-lines";
import { PricePlot } from "@/components/opening/price-plot";
import { ReadAloud } from "@/components/opening/read-aloud";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { money } from "@/lib/i18n/format";
import { beijingTime } from "@/lib/i18n/instants";
import { asLocale, type Locale } from "@/lib/i18n/locale";
import { capitals, parseYuan } from "@/lib/kernel/money";
import { FLAG_TERMS, STAGE_TERMS } from "@/lib/i18n/terms";
import { type HallView, viewHall } from "@/lib/usecases/opening/view-hall";
import { flagOf } from "@/lib/domain/lot";
import { releaseLimit } from "@/lib/domain/opening";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { HallOwn } from "./own";
import { HallHost } from "./host";
import { SharesGiven, SharesWaiting } from "./shares";

type Props = { readonly params: Promise<{ lotId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("opening"))("title") };
}

/** Where the session stands, from facts alone. */
function stepOf({ lot, stage, session }: HallView): number {
  if (session.two && lot.announcedAt && !lot.failedAt) {
    if (lot.pricesEndedAt) return 8;
    if (lot.pricesAnnouncedAt) return 7;
    if (lot.pricesAt) return 6;
    return lot.openingEndedAt ? 5 : 4;
  }
  if (lot.openingEndedAt || lot.failedAt) return 6;
  if (lot.announcedAt) return 4;
  if (lot.frozenAt) return 3;
  if (lot.closedAt) return 2;
  return stage === "opening" ? 1 : 0;
}

export default async function OpeningHallPage({ params }: Props) {
  const { lotId } = await params;
  const actor = await currentActor();
  const view = await orNotFound(viewHall(actor, { lotId }));
  const t = await getTranslations("opening");
  const { lot, lines, board, now } = view;
  const released = lines.filter((line) => line.released).length;
  const flag = flagOf(lot);
  return (
    <ClientWords areas={["opening", "shell"]}>
      <div className="hall-room">
        <RoomBand
          room={t("room")}
          tender={lot.tender.name}
          lot={lot.name}
          state={flag ? FLAG_TERMS[flag] : STAGE_TERMS[view.stage]}
          facts={[t("tenderee", { name: view.tendereeName }), t("code", { code: lot.code })]}
          now={now}
          {...countdownOf(view, t)}
        />
        <RoomSteps
          label={t("steps")}
          current={stepOf(view)}
          steps={[
            { label: t("step.signIn") },
            { label: t("step.closing") },
            { label: t("step.decrypt"), note: lot.closedAt && lines.length > 0 ? `${released} / ${lines.length}` : "" },
            { label: t("step.announce"), note: lot.announcedAt ? <Instant at={lot.announcedAt} part="time" /> : "" },
            { label: t("step.objections") },
            ...(view.session.two
              ? [
                  { label: t("step.technical") },
                  {
                    label: t("step.prices"),
                    note: lot.pricesAnnouncedAt ? <Instant at={lot.pricesAnnouncedAt} part="time" /> : "",
                  },
                ]
              : []),
            { label: t("step.record") },
          ]}
        />
        <main id="main" tabIndex={-1}>
          {lot.announcedAt ? <Announced view={view} /> : <Before view={view} />}
        </main>
        <RoomFoot
          connection={<HallLive lotId={lot.id} seq={board.at(-1)?.seq ?? 0} onlooker={actor.partyId === null} />}
          asOf={<Instant at={now} part="time" />}
        />
      </div>
    </ClientWords>
  );
}

function countdownOf({ lot, stage, now }: HallView, t: (key: string) => string) {
  if (stage === "bidding" && lot.deadline) return { countdown: { label: t("untilOpening"), to: lot.deadline } };
  if (lot.pricesAt && now < lot.pricesAt && !lot.pricesAnnouncedAt)
    return { countdown: { label: t("envelope.untilPrices"), to: lot.pricesAt } };
  const limit = releaseLimit(lot, now);
  if (!limit) return {};
  if (limit.what === "window") return { countdown: { label: t("windowLeft"), to: limit.at, after: t("remedyAfter") } };
  return { countdown: { label: t("remedyLeft"), to: limit.at } };
}

async function Before({ view }: { readonly view: HallView }) {
  const t = await getTranslations("opening");
  const { lot, lines } = view;
  return (
    <div className="hall-b">
      <section className="list">
        <div className="between">
          <h2>{lot.closedAt ? t("count", { count: lines.length }) : t("lines")}</h2>
          <span className="sub">{t("randomOrder")}</span>
        </div>
        {lot.failReason === "bids-below-three" ? (
          <Notice tone="bad" rules={["R-95"]}>
            {t("tooFew")}
          </Notice>
        ) : lot.closedAt ? (
          <>
            {lot.frozenAt ? <SharesWaiting view={view} /> : null}
            <SealedLines lines={lines} />
            <p className="sec">{t("allAtOnce")}</p>
          </>
        ) : (
          <Notice>{t(view.stage === "bidding" ? "notYet" : "gathering")}</Notice>
        )}
      </section>
      <HallOwn view={view} />
      <Board lines={view.board} />
    </div>
  );
}

async function Announced({ view }: { readonly view: HallView }) {
  const [t, locale] = [await getTranslations("opening"), asLocale(await getLocale())];
  const { lot, session } = view;
  const first = session.act === "first";
  return (
    <div className="hall-a">
      <div className="between">
        <h2>{t("schedule")}</h2>
        <span className="sub num">
          {t("announcedAt")} <Instant at={session.announcedAt} part="time" />
          {view.ceiling ? ` ${t("ceiling", { price: money(view.ceiling) })}` : ""}
        </span>
        <ReadAloud sentences={view.lines.map((line) => (first ? aloudFirst(line, t) : aloud(line, locale, t)))} />
      </div>
      {session.two ? <EnvelopeNote view={view} /> : null}
      {first ? <FirstLines lines={view.lines} /> : <OpenedLines lines={view.lines} fields={view.fields} />}
      <SharesGiven view={view} />
      <PricePlot lines={view.lines} ceiling={view.ceiling} asOf={view.now} />
      {lot.failedAt ? (
        <Notice tone="bad" rules={["R-104"]}>
          {t("failedAfter")}
        </Notice>
      ) : null}
      <div className="three">
        <HallHost view={view} />
        <HallOwn view={view} />
        <Board lines={view.board} />
      </div>
    </div>
  );
}

/** Two envelopes: what was opened and what is to come, in one sentence. */
async function EnvelopeNote({ view }: { readonly view: HallView }) {
  const { lot, now, technicalResult } = view;
  const t = await getTranslations("opening.envelope");
  if (lot.pricesAnnouncedAt) return <Notice>{t("pricesNote")}</Notice>;
  if (!lot.openingEndedAt) return <Notice>{t("firstNote")}</Notice>;
  if (!lot.pricesAt) return <Notice>{t(technicalResult ? "resultSigned" : "waitsForResult")}</Notice>;
  if (now < lot.pricesAt) return <Notice tone="attention">{t("pricesAt", { at: beijingTime(lot.pricesAt) })}</Notice>;
  return <SharesWaiting view={view} />;
}

const aloudFirst = (
  { number, bidderName, opened }: Line,
  t: Awaited<ReturnType<typeof getTranslations<"opening">>>,
): string => t(opened ? "aloud.first" : "aloud.unopened", { number, bidder: bidderName ?? "" });

/** A line of the schedule as it is read out. */
function aloud(
  { number, bidderName, form }: Line,
  locale: Locale,
  t: Awaited<ReturnType<typeof getTranslations<"opening">>>,
): string {
  const facts = { number, bidder: bidderName ?? "" };
  const price = parseYuan(form?.price ?? "");
  if (!form || price === null) return t("aloud.unopened", facts);
  // A Chinese voice reads the capitals as they are announced in a hall.
  const said = locale === "zh-CN" ? capitals(price) : `${money(price)} yuan`;
  return t("aloud.line", { ...facts, price: said, days: form.duration_days ?? "" });
}
