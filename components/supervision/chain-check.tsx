"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Digest } from "@/components/ui/code";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";

type Report = {
  readonly head: string;
  readonly at: string;
  readonly faults: readonly { readonly kind: string; readonly seq: string | null; readonly detail: string }[];
};
type Answer = { readonly ok: true; readonly value: Report } | { readonly ok: false; readonly message: string };

/** Walks the whole chain on the platform and says how it stands; the same check runs as `xinbiao audit`. */
export function ChainCheck({ action }: { readonly action: (input: object) => Promise<Answer> }) {
  const t = useTranslations("auditLog.chain");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setAnswer(await action({}).catch(() => ({ ok: false as const, message: t("noAnswer") })));
    setBusy(false);
  };
  return (
    <div>
      <button type="button" className="btn primary" disabled={busy} onClick={run}>
        {t(busy ? "busy" : "act")}
      </button>
      <div role="status">
        {answer === null ? null : answer.ok ? (
          <Verdict report={answer.value} />
        ) : (
          <Notice tone="bad">{answer.message}</Notice>
        )}
      </div>
    </div>
  );
}

function Verdict({ report }: { readonly report: Report }) {
  const t = useTranslations("auditLog.chain");
  const { head, faults, at } = report;
  return (
    <Notice tone={faults.length > 0 ? "bad" : "good"} rules={["R-157"]}>
      {t(faults.length > 0 ? "broken" : "holds", { count: faults.length })} <Instant at={new Date(at)} />{" "}
      <Digest hex={head} short />
      {faults.length > 0 ? (
        <ul>
          {faults.map(({ kind, seq, detail }) => (
            <li key={`${kind}-${seq}-${detail}`}>
              {t(`fault.${kind}`)} {seq ?? ""} <span className="mono s12">{detail}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  );
}
