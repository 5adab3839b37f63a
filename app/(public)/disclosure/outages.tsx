import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import type { Disclosure } from "@/lib/usecases/platform/view-disclosure";

type Props = { readonly outages: Disclosure["outages"] };

/** Protocol §5.5: when no bids could be taken, by whose measurement, and where the signed notes are. */
export function Outages({ outages }: Props) {
  const t = useTranslations("disclosure");
  return (
    <>
      <h3>{t("ops.outages")}</h3>
      {outages.length === 0 ? <p className="none">{t("ops.never")}</p> : <Table outages={outages} />}
      <p className="under">
        {t("ops.evidence")} <a href="/api/v1/outages">{t("ops.evidenceLink")}</a>
      </p>
    </>
  );
}

function Table({ outages }: Props) {
  const t = useTranslations("disclosure");
  return (
    <table className="stack">
      <caption className="vh">{t("ops.outages")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("ops.begun")}</th>
          <th scope="col">{t("ops.ended")}</th>
          <th scope="col">{t("ops.by")}</th>
        </tr>
      </thead>
      <tbody>
        {outages.map(({ begunAt, endedAt, offsetMs, by }) => (
          <tr key={begunAt.toISOString()}>
            <th scope="row">
              <Instant at={begunAt} />
            </th>
            <td data-l={t("ops.ended")}>{endedAt ? <Instant at={endedAt} /> : t("ops.lasts")}</td>
            <td data-l={t("ops.by")}>
              <span>
                {[
                  ...(offsetMs === null ? [] : [t("ops.byClock")]),
                  ...(by.length === 0 ? [] : [t("ops.byWitness", { by: by.join("、") })]),
                ].join("；")}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
