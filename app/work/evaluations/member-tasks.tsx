import { getLocale, getTranslations } from "next-intl/server";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { EmptyState } from "@/components/ui/empty-state";
import { TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { PageHeader } from "@/components/ui/page-header";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import type { Actor } from "@/lib/domain/actor";
import { asLocale } from "@/lib/i18n/locale";
import { COMMITTEE_STATES, MEMBER_STATES } from "@/lib/i18n/state-terms";
import { FLAG_TERMS, stateTerm, word } from "@/lib/i18n/terms";
import { REGION_TERMS } from "@/lib/i18n/trade-terms";
import { type SeatLine, viewInvitations } from "@/lib/usecases/committee/view-invitations";
import { orNotFound } from "@/lib/web/page";
import { answerInvitationAction } from "./actions";

/** Invitations first, then the tasks: what to answer, where to go, what is over. */
export async function MemberTasks({ actor }: { readonly actor: Actor }) {
  const [lines, t] = await Promise.all([orNotFound(viewInvitations(actor)), getTranslations("committee.list")]);
  const invited = lines.filter(({ state, flag }) => state === "invited" && flag !== "failed" && flag !== "terminated");
  const others = lines.filter((line) => !invited.includes(line));
  return (
    <>
      <PageHeader title={t("tasks")} />
      <p className="sec">
        {t("intro")} <RuleLinks ids={["R-109", "R-111"]} />
      </p>
      <section className="sect">
        <h2>{t("invitations")}</h2>
        {invited.length === 0 ? <EmptyState>{t("noInvitations")}</EmptyState> : null}
        {invited.map((line) => (
          <Invitation key={line.id} line={line} />
        ))}
      </section>
      <section className="sect">
        <h2>{t("mine")}</h2>
        <DataTable
          caption={t("mine")}
          rows={others}
          rowKey={({ id }) => id}
          empty={t("noTasks")}
          columns={[
            {
              key: "lot",
              head: t("lot"),
              cell: ({ lotName, tenderName }) => (
                <>
                  {lotName}
                  <span className="sec"> {tenderName}</span>
                </>
              ),
            },
            { key: "seat", head: t("seat"), nowrap: true, cell: ({ number }) => t("seatValue", { number }) },
            {
              key: "state",
              head: t("state"),
              nowrap: true,
              cell: ({ state }) => <StateMark term={stateTerm(MEMBER_STATES, state)} />,
            },
            { key: "progress", head: t("progress"), nowrap: true, cell: (line) => <Progress line={line} /> },
            { key: "opening", head: t("openingAt"), nowrap: true, cell: ({ opening }) => <Instant at={opening} /> },
            { key: "act", head: t("act"), cell: (line) => <TaskAct line={line} /> },
          ]}
        />
      </section>
    </>
  );
}

async function Invitation({ line }: { readonly line: SeatLine }) {
  const [t, locale] = await Promise.all([getTranslations("committee.list"), getLocale()]);
  const region = REGION_TERMS[line.regionCode] ?? REGION_TERMS[`${line.regionCode.slice(0, 4)}00`];
  return (
    <div className="sheet">
      <h3>
        {line.tenderName} {line.lotName}
      </h3>
      <DefinitionList
        items={[
          { term: t("tenderee"), value: line.tenderee },
          { term: t("agency"), value: line.agency },
          { term: t("region"), value: region ? word(asLocale(locale), region) : line.regionCode },
          { term: t("specialty"), value: line.specialty },
          { term: t("as"), value: t(line.kind === "representative" ? "representative" : "expert") },
          { term: t("openingAt"), value: <Instant at={line.opening} /> },
        ]}
      />
      <div className="row gap16">
        <ConfirmAct
          label={t("accept")}
          title={t("acceptTitle")}
          action={answerInvitationAction}
          hidden={{ lotId: line.lotId, answer: "accept" }}
          kind="primary"
          large
        >
          {t("acceptEffect")}
        </ConfirmAct>
        <ConfirmAct
          label={t("decline")}
          title={t("declineTitle")}
          action={answerInvitationAction}
          hidden={{ lotId: line.lotId, answer: "decline" }}
          large
        >
          <p>{t("declineEffect")}</p>
          <TextArea name="reason" label={t("declineReason")} rows={3} />
        </ConfirmAct>
        <Link href="/work/recusals" prefetch={false}>
          {t("recuse")}
        </Link>
      </div>
    </div>
  );
}

function Progress({ line }: { readonly line: SeatLine }) {
  if (line.state !== "accepted") return <>—</>;
  if (line.flag) return <StateMark term={FLAG_TERMS[line.flag]} />;
  return <StateMark term={stateTerm(COMMITTEE_STATES, line.committeeState)} />;
}

async function TaskAct({ line }: { readonly line: SeatLine }) {
  const t = await getTranslations("committee.list");
  if (line.state !== "accepted") return null;
  if (!line.mayEnter) return <span className="sec">{t("waitStart")}</span>;
  return (
    <ButtonLink href={`/room/evaluation/${line.lotId}`} kind="primary">
      {t("enter")}
    </ButtonLink>
  );
}
