import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { StateMark } from "@/components/ui/status-tag";
import { RuleLinks } from "@/components/ui/rule-link";

export type Line = {
  readonly number: number;
  readonly intact: boolean;
  readonly released: boolean;
  readonly releasedAt: Date | null;
  readonly resubmitted: boolean;
  readonly own: boolean;
  readonly opened: boolean;
  readonly passed: boolean | null;
  readonly bond?: boolean;
  readonly bidderName?: string;
  readonly form?: Readonly<Record<string, string>> | null;
  readonly cause?: string | null;
  readonly causeReason?: string | null;
  readonly confirmedAt?: Date | null;
};

/** Numbered, nameless bids while decrypting: nothing here tells who or what (settled 2). */
export function SealedLines({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTranslations("opening");
  return (
    <table className="tbl top2 mid hallt">
      <caption className="vh">{t("lines")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("number")}</th>
          <th scope="col">{t("sealCheck")}</th>
          <th scope="col">{t("decrypt")}</th>
          <th scope="col">{t("time")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.number} className={line.own ? "me" : undefined}>
            <td className="no num">
              {line.number}
              {line.own ? <span>{t("own")}</span> : null}
            </td>
            <td>
              <StateMark tone={line.intact ? "good" : "bad"} label={t(line.intact ? "intact" : "notIntact")} />
            </td>
            <td>
              <StateMark
                tone={line.released ? "good" : "attention"}
                label={t(line.resubmitted ? "resubmitted" : line.released ? "released" : "waiting")}
              />
            </td>
            <td className="num">{line.releasedAt ? <Instant at={line.releasedAt} part="time" /> : "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The opening schedule after the announcement: everything at once, unopened bids in the same table with their cause. */
export function OpenedLines({
  lines,
  fields,
}: {
  readonly lines: readonly Line[];
  readonly fields: readonly { readonly key: string; readonly label: string }[];
}) {
  const t = useTranslations("opening");
  const more = fields.filter(({ key }) => !["price", "duration_days", "quality", "manager"].includes(key));
  return (
    <div className="scroll">
      <table className="tbl top2 mid hallt pr">
        <caption className="vh">{t("schedule")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("number")}</th>
            <th scope="col">{t("bidder")}</th>
            <th scope="col" className="r">
              {t("price")}
            </th>
            <th scope="col" className="r">
              {t("duration")}
            </th>
            <th scope="col">{t("manager")}</th>
            <th scope="col">{t("quality")}</th>
            {more.map(({ key, label }) => (
              <th scope="col" key={key}>
                {label}
              </th>
            ))}
            <th scope="col">{t("confirmed")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number} className={line.own ? "me" : undefined}>
              <td className="no num">
                {line.number}
                {line.own ? <span>{t("own")}</span> : null}
              </td>
              <td className="strong">{line.bidderName}</td>
              {line.form ? (
                <>
                  <td className="r num price">
                    <Money value={line.form.price ?? "0.00"} capitals />
                  </td>
                  <td className="r num" data-before={t("durationBefore")} data-after={t("durationAfter")}>
                    {line.form.duration_days}
                  </td>
                  <td>{line.form.manager}</td>
                  <td>{line.form.quality}</td>
                  {more.map(({ key }) => (
                    <td key={key}>{line.form?.[key] || "—"}</td>
                  ))}
                  <td>
                    <StateMark
                      tone={line.confirmedAt ? "good" : "neutral"}
                      label={t(line.confirmedAt ? "yes" : "unconfirmed")}
                    />
                  </td>
                </>
              ) : (
                <>
                  <td colSpan={4 + more.length}>
                    {line.passed === false && !line.cause ? (
                      <StateMark tone="neutral" label={t("envelope.never")} />
                    ) : (
                      <>
                        <StateMark tone="bad" label={t(line.cause ? `cause.${line.cause}` : "cause.open")} />{" "}
                        <span className="sec">{line.causeReason}</span>
                        <RuleLinks ids={["R-98"]} />
                      </>
                    )}
                  </td>
                  <td className="sub">{t("notApplicable")}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first of two envelopes: names, bond, whether it opened; the price envelope stays what it is (protocol §2.6). */
export function FirstLines({ lines }: { readonly lines: readonly Line[] }) {
  const t = useTranslations("opening");
  return (
    <div className="scroll">
      <table className="tbl top2 mid hallt pr">
        <caption className="vh">{t("schedule")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("number")}</th>
            <th scope="col">{t("bidder")}</th>
            <th scope="col">{t("bond")}</th>
            <th scope="col">{t("envelope.first")}</th>
            <th scope="col">{t("envelope.prices")}</th>
            <th scope="col">{t("confirmed")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number} className={line.own ? "me" : undefined}>
              <td className="no num">
                {line.number}
                {line.own ? <span>{t("own")}</span> : null}
              </td>
              <td className="strong">{line.bidderName}</td>
              <td data-before={t("bond")}>{t(line.bond ? "envelope.bondGiven" : "envelope.bondMissing")}</td>
              <td data-before={t("envelope.first")}>
                {line.opened ? (
                  <StateMark tone="good" label={t("envelope.opened")} />
                ) : (
                  <>
                    <StateMark tone="bad" label={t(line.cause ? `cause.${line.cause}` : "cause.open")} />{" "}
                    <span className="sec">{line.causeReason}</span>
                    <RuleLinks ids={["R-98"]} />
                  </>
                )}
              </td>
              <td data-before={t("envelope.prices")}>
                {line.passed === true ? (
                  <StateMark tone="attention" label={t("envelope.waits")} />
                ) : (
                  <StateMark
                    tone="neutral"
                    label={t(line.passed === false || !line.opened ? "envelope.never" : "envelope.sealed")}
                  />
                )}
              </td>
              <td>
                {line.opened ? (
                  <StateMark
                    tone={line.confirmedAt ? "good" : "neutral"}
                    label={t(line.confirmedAt ? "yes" : "unconfirmed")}
                  />
                ) : (
                  t("notApplicable")
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
