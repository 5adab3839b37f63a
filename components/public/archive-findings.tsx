"use client";

import { useLocale, useTranslations } from "next-intl";
import { DataTable } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import type { Verdict } from "@/lib/crypto/verify-archive";

const TONES = { OK: "good", FALSE: "bad", INCOMPLETE: "attention" } as const;
const MARKS = { ok: "good", false: "bad", missing: "attention", none: "neutral" } as const;
/** What does not hold is read first; the others follow by the number of their check. */
const FIRST = { false: 0, missing: 1, none: 2, ok: 2 } as const;
const COUNTED = { OK: "ok", FALSE: "false", INCOMPLETE: "missing" } as const;

/** What the verifier found: the verdict, and every check with its number in protocol §8. */
export function ArchiveFindings({ verdict: { verdict, index, findings } }: { readonly verdict: Verdict }) {
  const t = useTranslations("verify.archive");
  const zh = useLocale().startsWith("zh");
  const count = findings.filter(({ state }) => state === COUNTED[verdict]).length;
  return (
    <>
      <Notice tone={TONES[verdict]} title={t(verdict)}>
        {t(`${verdict}words`, { count })}
        {index ? ` ${t("tender", { lot: index.tender.lot, kind: t(index.kind) })}` : null}
      </Notice>
      <DataTable
        caption={t("title")}
        empty={t("unreadable")}
        rows={[...findings].sort((a, b) => FIRST[a.state] - FIRST[b.state])}
        rowKey={({ check, code }) => `${check} ${code}`}
        columns={[
          {
            key: "check",
            head: t("check"),
            cell: ({ zh: chinese, en, state, reason, detail }) => (
              <>
                {zh ? chinese : en}
                {detail && state !== "ok" ? (
                  <small className="code"> {[reason, detail].filter(Boolean).join(": ")}</small>
                ) : null}
              </>
            ),
          },
          { key: "number", head: t("number"), right: true, cell: ({ check }) => check },
          {
            key: "state",
            head: t("state"),
            nowrap: true,
            cell: ({ state }) => <StateMark tone={MARKS[state]} label={t(`states.${state}`)} />,
          },
        ]}
      />
    </>
  );
}
