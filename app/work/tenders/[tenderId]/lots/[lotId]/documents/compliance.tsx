import { getTranslations } from "next-intl/server";
import Link from "next/link";
import { ActForm } from "@/components/ui/act-form";
import { TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import { StateMark } from "@/components/ui/status-tag";
import type { Finding } from "@/lib/domain/compliance";
import { beijingTime } from "@/lib/i18n/instants";
import type { EditorView } from "@/lib/usecases/document/view-editor";
import { giveReasonAction } from "../../../../actions";

type Words = Awaited<ReturnType<typeof getTranslations<"tender">>>;

/** The compliance check: what fails, what wants a reason, what passed; each with its place and its rule (ux 7.4). */
export async function Compliance({ view, path }: { readonly view: EditorView; readonly path: string }) {
  const t = await getTranslations("tender");
  const of = (level: Finding["level"]) => view.findings.filter((finding) => finding.level === level);
  const [failed, warned, passed] = [of("fail"), of("warn"), of("pass")];
  return (
    <section>
      <h2>{t("check.title")}</h2>
      <p className="tally">
        <span className="t-bad">
          <b className="num">{failed.length}</b>
          {t("check.fail")}
        </span>
        <span className="t-att">
          <b className="num">{warned.length}</b>
          {t("check.warn")}
        </span>
        <span>
          <b className="num">{passed.length}</b>
          {t("check.pass")}
        </span>
      </p>
      <ul className="lines">
        {failed.map((finding) => (
          <Line key={finding.key} finding={finding} path={path} t={t} />
        ))}
        {warned.map((finding) => (
          <Line key={finding.key} finding={finding} path={path} t={t}>
            {view.reasons[finding.key] ? (
              <p className="sub">
                {t("check.given")} {view.reasons[finding.key]}
              </p>
            ) : view.editable ? (
              <ActForm
                action={giveReasonAction}
                hidden={{ lotId: view.lot.id, finding: finding.key }}
                submit={t("check.keep")}
                kind="plain"
              >
                <TextField name="reason" label={t("check.reason")} />
              </ActForm>
            ) : null}
          </Line>
        ))}
      </ul>
      <details>
        <summary>{t("check.showPassed", { count: passed.length })}</summary>
        <ul className="lines">
          {passed.map((finding) => (
            <Line key={finding.key} finding={finding} path={path} t={t} />
          ))}
        </ul>
      </details>
    </section>
  );
}

type LineProps = {
  readonly finding: Finding;
  readonly path: string;
  readonly t: Words;
  readonly children?: React.ReactNode;
};

function Line({ finding, path, t, children }: LineProps) {
  const { level, section, rule } = finding;
  const tone = { fail: "bad", warn: "attention", pass: "good" } as const;
  return (
    <li>
      <StateMark tone={tone[level]} label={t(`check.${level}`)} />
      <p>{findingWords(finding, t)}</p>
      <p>
        {section === "project" ? (
          t("check.project")
        ) : (
          <Link href={`${path}/documents?section=${section}`}>{t(`sections.${section}`)}</Link>
        )}{" "}
        <RuleLinks ids={[rule]} />
      </p>
      {children}
    </li>
  );
}

/** The finding as a sentence, with its facts; instants in Beijing time. */
function findingWords({ key, facts, level }: Finding, t: Words): string {
  const stem = key.split(".")[0] ?? key;
  const named = { ...facts, ...(facts.earliest ? { earliest: beijingTime(new Date(facts.earliest)) } : {}) };
  const words = `findings.${stem}.${level === "pass" ? "pass" : "open"}`;
  return t.has(words) ? t(words, named) : stem;
}
