import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { ActForm } from "@/components/ui/act-form";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StateMark } from "@/components/ui/status-tag";
import { beijingTime } from "@/lib/i18n/instants";
import type { Locale } from "@/lib/i18n/locale";
import { roleWord } from "./entry-table";
import { InviteForm } from "./invite-form";

type Member = {
  readonly membershipId: string;
  readonly name: string;
  readonly phone: string;
  readonly role: string;
  readonly duties: readonly string[];
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly active: boolean;
  readonly self: boolean;
};
type Invitation = { readonly id: string; readonly name: string; readonly role: string; readonly expiresAt: Date };

type Props = {
  readonly view: {
    readonly members: readonly Member[];
    readonly invitations: readonly Invitation[];
    readonly roles: readonly string[];
    readonly admin: boolean;
  };
  readonly locale: Locale;
  readonly invite: ComponentProps<typeof InviteForm>["action"];
  readonly end: ComponentProps<typeof ActForm>["action"];
  readonly withdraw: ComponentProps<typeof ActForm>["action"];
};

/** Who may act for the organisation, as what, from when to when; inviting and ending are the administrator's. */
export function Staff({ view, locale, invite, end, withdraw }: Props) {
  const t = useTranslations("organisation");
  const comma = locale === "en" ? ", " : "、";
  const dutyWords = (duties: readonly string[]) =>
    duties.map((duty) => (t.has(`dutyNames.${duty}`) ? t(`dutyNames.${duty}`) : duty)).join(comma);
  const roles = view.roles.map((role) => ({
    value: role === "evaluatorPool" ? "evaluator" : role,
    label: roleWord(locale, role),
  }));
  const acts = {
    key: "end",
    head: t("end"),
    cell: ({ active, membershipId, name }: Member) =>
      active ? (
        <ConfirmAct
          label={t("end")}
          title={`${t("end")} ${name}`}
          kind="danger"
          action={end}
          hidden={{ membershipId }}
          done={t("endDone")}
        >
          <p>{name}</p>
        </ConfirmAct>
      ) : (
        "—"
      ),
  };
  return (
    <>
      <DataTable
        caption={t("staff")}
        rows={view.members}
        rowKey={({ membershipId }) => membershipId}
        empty=""
        columns={[
          { key: "name", head: t("member"), cell: ({ name, self }) => (self ? `${name} (${t("self")})` : name) },
          { key: "role", head: t("role"), cell: ({ role }) => roleWord(locale, role) },
          { key: "duties", head: t("duties"), cell: ({ duties }) => dutyWords(duties) },
          { key: "phone", head: t("phone"), cell: ({ phone }) => <span className="num">{phone}</span> },
          {
            key: "dates",
            head: t("validity"),
            cell: ({ validFrom, validTo }) => (
              <span className="num">
                <Instant at={validFrom} part="date" /> –{" "}
                {validTo ? <Instant at={new Date(validTo.getTime() - 1)} part="date" /> : t("noEnd")}
              </span>
            ),
          },
          {
            key: "state",
            head: t("certState"),
            cell: ({ active }) => (
              <StateMark tone={active ? "good" : "neutral"} label={t(active ? "active" : "ended")} />
            ),
          },
          ...(view.admin ? [acts] : []),
        ]}
      />
      {view.admin ? (
        <>
          {view.invitations.length > 0 ? (
            <Invitations lines={view.invitations} locale={locale} withdraw={withdraw} />
          ) : null}
          <details className="fold" style={{ marginTop: 16 }}>
            <summary>{t("invite")}</summary>
            <div style={{ marginTop: 16, maxWidth: 480 }}>
              <p className="sec">{t("inviteHint")}</p>
              <InviteForm action={invite} roles={roles} />
            </div>
          </details>
        </>
      ) : null}
    </>
  );
}

type InvitationsProps = {
  readonly lines: readonly Invitation[];
  readonly locale: Locale;
  readonly withdraw: Props["withdraw"];
};

function Invitations({ lines, locale, withdraw }: InvitationsProps) {
  const t = useTranslations("organisation");
  return (
    <>
      <h3 style={{ marginTop: 16 }}>{t("invitations")}</h3>
      <ul className="lines">
        {lines.map(({ id, name, role, expiresAt }) => (
          <li key={id} className="between">
            <span>
              {name} · {roleWord(locale, role)}{" "}
              <span className="sub num">{t("expires", { at: beijingTime(expiresAt) })}</span>
            </span>
            <ActForm action={withdraw} submit={t("withdraw")} kind="plain" hidden={{ invitationId: id }} />
          </li>
        ))}
      </ul>
    </>
  );
}
