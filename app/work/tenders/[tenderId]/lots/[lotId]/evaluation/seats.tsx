import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { SelectField, TextArea } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import { REPLACEMENT_CAUSES } from "@/lib/domain/committee";
import { MEMBER_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import type { CommitteeView, SeatView } from "@/lib/usecases/committee/view-committee";
import { appointAction, replaceMemberAction } from "./actions";

type Props = { readonly view: CommitteeView };

/** The seats by number: who holds them stays secret. */
export async function Seats({ view }: Props) {
  const t = await getTranslations("committee.host");
  const { lot, committee } = view;
  if (!committee) return null;
  const changeable = lot.reportSubmittedAt === null && lot.failedAt === null && lot.terminatedAt === null;
  return (
    <section className="sect">
      <h2>{t("seats")}</h2>
      <DataTable
        caption={t("seats")}
        rows={committee.seats}
        rowKey={({ number }) => String(number)}
        empty=""
        columns={[
          { key: "number", head: t("number"), cell: ({ number }) => <span className="num">{number}</span> },
          { key: "kind", head: t("kind"), cell: ({ kind }) => t(kind) },
          {
            key: "state",
            head: t("seatState"),
            cell: ({ state }) =>
              state === "empty" ? (
                <StateMark tone="attention" label={t("empty")} />
              ) : (
                <StateMark term={stateTerm(MEMBER_STATES, state)} />
              ),
          },
          { key: "since", head: t("since"), nowrap: true, cell: ({ since }) => <Instant at={since} /> },
          { key: "in", head: t("checkIn"), cell: ({ checkedIn }) => t(checkedIn ? "yes" : "no") },
          {
            key: "act",
            head: t("act"),
            cell: (seat) => (changeable ? <SeatAct view={view} seat={seat} /> : "—"),
          },
        ]}
      />
    </section>
  );
}

async function SeatAct({ view, seat }: Props & { readonly seat: SeatView }) {
  const t = await getTranslations("committee.host");
  const hidden = { lotId: view.lot.id, number: String(seat.number) };
  if (seat.state !== "empty")
    return (
      <ConfirmAct
        label={t("replace")}
        title={t("replaceTitle", { number: seat.number })}
        action={replaceMemberAction}
        hidden={hidden}
      >
        <p>
          {t("replaceEffect")} <RuleLinks ids={["R-110"]} />
        </p>
        <SelectField
          name="cause"
          label={t("cause")}
          options={REPLACEMENT_CAUSES.map((cause) => ({ value: cause, label: t(`causes.${cause}`) }))}
        />
        <TextArea name="reason" label={t("reason")} rows={3} />
      </ConfirmAct>
    );
  if (seat.kind === "expert") return <>—</>;
  if (view.staff.length === 0) return <>{t("noStaff")}</>;
  return (
    <ActForm action={appointAction} submit={t("appoint")} hidden={hidden} kind="plain">
      <SelectField
        name="personId"
        label={t("person")}
        options={view.staff.map(({ personId, name }) => ({ value: personId, label: name }))}
      />
    </ActForm>
  );
}

/** Who left a seat: number, way and code of the cause, nothing more. */
export async function LeftMembers({ view }: Props) {
  const t = await getTranslations("committee.host");
  const left = view.committee?.left ?? [];
  if (left.length === 0) return null;
  const causeOf = (cause: string | null) => {
    if (!cause) return "—";
    return t((REPLACEMENT_CAUSES as readonly string[]).includes(cause) ? `causes.${cause}` : `recusals.${cause}`);
  };
  return (
    <section className="sect">
      <h2>{t("left")}</h2>
      <DataTable
        caption={t("left")}
        rows={left}
        rowKey={({ id }) => id}
        empty={t("noLeft")}
        columns={[
          { key: "number", head: t("number"), cell: ({ number }) => <span className="num">{number}</span> },
          {
            key: "state",
            head: t("seatState"),
            cell: ({ state }) => <StateMark term={stateTerm(MEMBER_STATES, state)} />,
          },
          { key: "cause", head: t("leftCause"), cell: ({ cause }) => causeOf(cause) },
          { key: "at", head: t("leftAt"), nowrap: true, cell: ({ at }) => <Instant at={at} /> },
        ]}
      />
    </section>
  );
}
