import { useTranslations } from "next-intl";
import { LotUnit } from "@/components/public/lot-unit";
import { ButtonLink } from "@/components/ui/button";
import type { Definition } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import type { StepNotes } from "@/components/ui/lifecycle-steps";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { money } from "@/lib/i18n/format";
import { FLAG_TERMS, STAGE_TERMS, STEP_OF_STAGE } from "@/lib/i18n/terms";
import type { PublicLot } from "@/lib/usecases/tender/view-public-tender";

/** One lot on the public page: what, by when, how, where does it stand; then what one can do now. */
export function PublicLotUnit({ view, now }: { readonly view: PublicLot; readonly now: Date }) {
  const t = useTranslations("notices.tender");
  const { lot, stage, flag } = view;
  const open = stage === "bidding" && flag !== "terminated";
  return (
    <LotUnit
      id={`lot-${lot.code}`}
      title={lot.name}
      code={lot.code}
      state={flag ? FLAG_TERMS[flag] : STAGE_TERMS[stage]}
      step={STEP_OF_STAGE[stage]}
      notes={notesOf(view)}
      now={now}
      facts={factsOf(view, now, t)}
      {...(flag ? { banner: <Notice tone={flag === "suspended" ? "attention" : "bad"}>{t(flag)}</Notice> } : {})}
      {...(open && lot.deadline ? { deadline: lot.deadline } : {})}
    >
      {open ? <Actions view={view} /> : <Closed view={view} />}
      {view.archive ? <PublicArchive archive={view.archive} /> : null}
    </LotUnit>
  );
}

function Actions({ view }: { readonly view: PublicLot }) {
  const t = useTranslations("notices.tender");
  const { lot, documents } = view;
  const path = `/work/tenders/${lot.tenderId}/lots/${lot.id}`;
  const changes = documents.versions.length - 1 + view.questions.answered.length;
  const soon = documents.from && !documents.available && documents.from > new Date(0);
  return (
    <>
      <div className="btn-row">
        <ButtonLink href={`${path}/documents`} kind="primary">
          {t("obtain")}
        </ButtonLink>
        <ButtonLink href={`${path}/bid`}>{t("bid")}</ButtonLink>
        <ButtonLink href={`/work/objections/new?lot=${view.lot.id}`}>{t("object")}</ButtonLink>
        <ButtonLink href={changes > 0 ? "#timeline" : "#questions"}>{t("changes", { count: changes })}</ButtonLink>
        <span className="small muted">
          {documents.feeFen > 0n ? t("fee", { fee: money(documents.feeFen) }) : t("free")}
        </span>
      </div>
      {soon ? <p className="small">{t.rich("opens", { at: () => <Instant at={documents.from} /> })}</p> : null}
    </>
  );
}

function Closed({ view }: { readonly view: PublicLot }) {
  const t = useTranslations("notices.tender");
  const { lot, flag } = view;
  if (flag === "terminated" || !lot.deadline) return null;
  return (
    <>
      <p className="closed">{t.rich("closed", { at: () => <Instant at={lot.deadline} /> })}</p>
      <div className="btn-row">
        <ButtonLink href={`/room/opening/${lot.id}`}>{t("hall")}</ButtonLink>
        {flag === "failed" || lot.contractSignedAt ? null : (
          <ButtonLink href={`/work/objections/new?lot=${lot.id}`}>{t("object")}</ButtonLink>
        )}
      </div>
    </>
  );
}

/** The package that everybody may fetch and check without us. */
function PublicArchive({ archive }: { readonly archive: NonNullable<PublicLot["archive"]> }) {
  const t = useTranslations("notices.tender");
  return (
    <div className="btn-row">
      <a className="btn sm" href={`/api/v1/files/${archive.fileId}`} download>
        {t("archive")}
      </a>
      <ButtonLink href="/verify/archive" size="sm">
        {t("archiveVerify")}
      </ButtonLink>
      <span className="small muted">{t.rich("archiveNote", { at: () => <Instant at={archive.sealedAt} /> })}</span>
    </div>
  );
}

type Words = ReturnType<typeof useTranslations<"notices.tender">>;

function factsOf({ terms, lot, questions, objectionUntil }: PublicLot, now: Date, t: Words): Definition[] {
  const { price, bond, schedule, qualification, method, opening } = terms;
  const until = (at: Date | null) =>
    at ? t.rich(at > now ? "until" : "over", { at: () => <Instant at={at} /> }) : null;
  return [
    { term: t("ceiling"), value: price.ceiling ? <Money value={price.ceiling} unit /> : price.ceilingMethod },
    { term: t("duration"), value: lot.durationDays === null ? null : t("days", { count: lot.durationDays }) },
    { term: t("bond"), value: bond.required ? <Money value={bond.amount} unit /> : t("noBond") },
    { term: t("validity"), value: t("validityValue", { count: schedule.validityDays }) },
    { term: t("method"), value: t(method.kind === "comprehensiveScoring" ? "comprehensive" : "lowest") },
    {
      term: t("consortium"),
      value: qualification.consortium ? t("consortiumYes", { count: qualification.consortiumMax }) : t("consortiumNo"),
    },
    { term: t("resubmit"), value: opening.resubmit ? t("resubmitYes") : t("resubmitNo") },
    { term: t("qualification"), value: qualification.requirements.map(({ text }) => text).join("；"), wide: true },
    { term: t("askUntil"), value: until(questions.until) },
    { term: t("objectUntil"), value: until(objectionUntil) },
  ];
}

function notesOf({ lot }: PublicLot): StepNotes {
  const day = (at: Date | null) => (at ? { date: <Instant at={at} part="date" /> } : {});
  return {
    tendering: day(lot.publishedAt),
    bidding: day(lot.deadline),
    opening: day(lot.announcedAt ?? lot.deadline),
    evaluation: day(lot.reportSubmittedAt),
    award: day(lot.winnerFixedAt),
    contract: day(lot.contractSignedAt),
  };
}
