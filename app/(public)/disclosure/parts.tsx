import Link from "next/link";
import { useTranslations } from "next-intl";
import { DefinitionList } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/instant";
import { StatusTag } from "@/components/ui/status-tag";
import { count } from "@/lib/i18n/format";
import { PLATFORM } from "@/lib/i18n/platform-facts";
import type { Disclosure } from "@/lib/usecases/platform/view-disclosure";

const UNITS = ["builder", "operator", "developer", "maintainer"] as const;
const SPECS = ["format", "interface", "certificates", "log"] as const;
const FREE = 8;

export function Units() {
  const t = useTranslations("disclosure");
  return (
    <>
      <table className="stack">
        <caption className="vh">{t("units.title")}</caption>
        <thead>
          <tr>
            {(["duty", "name", "uscc", "principal"] as const).map((head) => (
              <th scope="col" key={head}>
                {t(`units.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {UNITS.map((unit) => (
            <tr key={unit}>
              <td data-l={t("units.duty")}>
                <span>{t(`units.${unit}`)}</span>
              </td>
              <th scope="row">{PLATFORM[unit].name}</th>
              <td data-l={t("units.uscc")} className="code">
                <span>{PLATFORM[unit].uscc}</span>
              </td>
              <td data-l={t("units.principal")}>
                <span>{PLATFORM[unit].principal}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="under">{t("units.exclusion")}</p>
    </>
  );
}

export function Certification() {
  const t = useTranslations("disclosure");
  return <p className="none">{t("cert.none")}</p>;
}

export function Specifications() {
  const t = useTranslations("disclosure");
  return (
    <table className="stack">
      <caption className="vh">{t("spec.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("spec.name")}</th>
          <th scope="col">{t("spec.version")}</th>
          <th scope="col">{t("spec.where")}</th>
        </tr>
      </thead>
      <tbody>
        {SPECS.map((spec) => (
          <tr key={spec}>
            <th scope="row">
              {t(`spec.${spec}`)}
              <small>{t(`spec.${spec}Note`)}</small>
            </th>
            <td data-l={t("spec.version")}>
              <span>{t(`spec.${spec}Version`)}</span>
            </td>
            <td data-l={t("spec.where")}>
              <Link href={spec === "certificates" ? "/disclosure#authorities" : `/open-data#${spec}`} prefetch={false}>
                {t("spec.open")}
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function AuthoritiesTable({ authorities }: Pick<Disclosure, "authorities">) {
  const t = useTranslations("disclosure");
  return (
    <table className="stack">
      <caption className="vh">{t("authorities.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("authorities.name")}</th>
          <th scope="col">{t("authorities.algorithms")}</th>
          <th scope="col">{t("authorities.contact")}</th>
        </tr>
      </thead>
      <tbody>
        {authorities.map(({ name, algorithms, contact }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-l={t("authorities.algorithms")}>
              <span>{algorithms.join(", ").toUpperCase()}</span>
            </td>
            <td data-l={t("authorities.contact")}>
              <span>{contact || "—"}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Peers({ hub }: Pick<Disclosure, "hub">) {
  const t = useTranslations("disclosure");
  return (
    <DefinitionList
      layout="facts"
      items={[
        { term: t("peers.name"), value: t("peers.hub") },
        {
          term: t("peers.state"),
          value: (
            <StatusTag
              tone={hub.answers ? "good" : "attention"}
              label={t(hub.answers ? "peers.answers" : "peers.silent")}
            />
          ),
        },
        { term: t("peers.lastSuccess"), value: <Instant at={hub.lastSuccess} /> },
        { term: t("peers.waiting"), value: hub.waiting ? <Instant at={hub.waiting} /> : t("peers.nothing") },
      ]}
    />
  );
}

export function Running({ running, clock }: Pick<Disclosure, "running" | "clock">) {
  const t = useTranslations("disclosure");
  const parts = (["database", "objects", "worker"] as const).map((part) => ({
    term: t(`ops.${part}`),
    value: <StatusTag tone={running[part] ? "good" : "bad"} label={t(running[part] ? "ops.runs" : "ops.stopped")} />,
  }));
  return (
    <>
      <DefinitionList
        layout="facts"
        items={[...parts, { term: t("ops.clock"), value: <ClockStanding clock={clock} /> }]}
      />
      <p className="under">{t("ops.note")}</p>
    </>
  );
}

/** whether the time that counts is the reference's; while it is not, nothing is taken or opened. */
function ClockStanding({ clock: { state, offsetMs, stoppedAt } }: Pick<Disclosure, "clock">) {
  const t = useTranslations("disclosure");
  if (stoppedAt)
    return (
      <>
        <StatusTag tone="bad" label={t("ops.halted")} />{" "}
        {t.rich("ops.off", { since: () => <Instant at={stoppedAt} /> })}
      </>
    );
  if (state === "well") return <StatusTag tone="good" label={t("ops.right")} />;
  if (offsetMs === null) return <StatusTag tone="attention" label={t("ops.unmeasured")} />;
  return (
    <>
      <StatusTag tone="attention" label={t("ops.apart")} /> {t("ops.apartBy", { offset: offsetMs })}
    </>
  );
}

export function Exchange({ lines }: { readonly lines: Disclosure["exchange"] }) {
  const t = useTranslations("disclosure");
  if (lines.length === 0) return <p className="none">{t("exchange.none")}</p>;
  const heads = ["total", "accepted", "rejected", "waiting"] as const;
  return (
    <>
      <table className="stack">
        <caption className="vh">{t("exchange.title")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("exchange.kind")}</th>
            {heads.map((head) => (
              <th scope="col" className="r" key={head}>
                {t(`exchange.${head}`)}
              </th>
            ))}
            <th scope="col">{t("exchange.lastSuccess")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.kind}>
              <th scope="row">{t.has(`exchange.kinds.${line.kind}`) ? t(`exchange.kinds.${line.kind}`) : line.kind}</th>
              {heads.map((head) => (
                <td className="r" data-l={t(`exchange.${head}`)} key={head}>
                  <span>{count(line[head])}</span>
                </td>
              ))}
              <td data-l={t("exchange.lastSuccess")}>
                <Instant at={line.lastSuccess} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="under">{t("exchange.note")}</p>
    </>
  );
}

export function Free() {
  const t = useTranslations("disclosure");
  return (
    <ul className="free">
      {Array.from({ length: FREE }, (_, at) => (
        <li key={t(`free.f${at + 1}`)}>{t(`free.f${at + 1}`)}</li>
      ))}
    </ul>
  );
}

export function Fees() {
  const t = useTranslations("disclosure");
  return (
    <>
      <table className="stack">
        <caption className="vh">{t("fees.title")}</caption>
        <thead>
          <tr>
            {(["item", "payer", "price", "basis"] as const).map((head) => (
              <th scope="col" key={head}>
                {t(`fees.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("fees.documents")}</th>
            <td data-l={t("fees.payer")}>
              <span>{t("fees.documentsPayer")}</span>
            </td>
            <td data-l={t("fees.price")}>
              <span>{t("fees.documentsPrice")}</span>
            </td>
            <td data-l={t("fees.basis")}>
              <span>{t("fees.documentsBasis")}</span>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="under">{t("fees.note")}</p>
    </>
  );
}
