import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { Instant } from "@/components/ui/instant";
import { StatusTag } from "@/components/ui/status-tag";
import { BindCertificate } from "./bind-certificate";

type Line = {
  readonly id: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly algorithm: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly state: "active" | "stopped" | "expired" | "revoked";
  readonly holder: string;
  readonly own: boolean;
  readonly company: boolean;
};

type Props = {
  readonly lines: readonly Line[];
  readonly now: Date;
  readonly admin: boolean;
  readonly prepare: ComponentProps<typeof BindCertificate>["prepare"];
  readonly bind: ComponentProps<typeof BindCertificate>["commit"];
  readonly stop: ComponentProps<typeof ConfirmAct>["action"];
};

const TONE = { active: "good", stopped: "neutral", expired: "bad", revoked: "bad" } as const;
const DAY_MS = 86_400_000;
/** From when the page says how many days are left. */
const SOON_DAYS = 60;

/** The certificates of the organisation and the reader's own: validity, state, and stopping at once. */
export function Certificates({ lines, now, admin, prepare, bind, stop }: Props) {
  const t = useTranslations("organisation");
  return (
    <>
      <DataTable
        caption={t("certificates")}
        rows={lines}
        rowKey={({ id }) => id}
        empty={t("noCertificates")}
        columns={[
          {
            key: "subject",
            head: t("certificate"),
            cell: ({ subject, company, serial }) => (
              <>
                {commonName(subject)} <small>{t(company ? "company" : "personal")}</small>
                <br />
                <small className="mono">{serial}</small>
              </>
            ),
          },
          { key: "holder", head: t("holder"), cell: ({ holder }) => holder },
          { key: "issuer", head: t("issuer"), cell: ({ issuer, algorithm }) => `${commonName(issuer)} · ${algorithm}` },
          {
            key: "validity",
            head: t("validity"),
            cell: (line) => (
              <span className="num">
                <Instant at={line.notBefore} part="date" /> – <Instant at={line.notAfter} part="date" />
              </span>
            ),
          },
          { key: "state", head: t("certState"), cell: (line) => <State line={line} now={now} /> },
          {
            key: "stop",
            head: t("stop"),
            cell: ({ id, state, own, company, subject }) =>
              state === "active" && (own || (company && admin)) ? (
                <ConfirmAct
                  label={t("stop")}
                  title={`${t("stop")} ${commonName(subject)}`}
                  kind="danger"
                  action={stop}
                  hidden={{ certificateId: id }}
                  done={t("stopDone")}
                >
                  <p>{t("stopAsk")}</p>
                </ConfirmAct>
              ) : (
                "—"
              ),
          },
        ]}
      />
      <div style={{ marginTop: 16 }}>
        <BindCertificate prepare={prepare} commit={bind} />
      </div>
    </>
  );
}

function State({ line, now }: { readonly line: Line; readonly now: Date }) {
  const t = useTranslations("organisation");
  const days = Math.ceil((line.notAfter.getTime() - now.getTime()) / DAY_MS);
  if (line.state === "active" && days <= SOON_DAYS)
    return <StatusTag tone="attention" label={t("expiresSoon", { days })} />;
  return <StatusTag tone={TONE[line.state]} label={t(`certStates.${line.state}`)} />;
}

/** `CN=…` of a name as it is kept; the whole name where it has none. */
const commonName = (name: string): string => /(?:^|, )CN=([^,]+)/.exec(name)?.[1] ?? name;
