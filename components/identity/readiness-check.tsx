"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { KeyPicker } from "@/components/signing/key-picker";
import { driverCode, useDriverWords } from "@/components/signing/driver-words";
import { type KeyChoice, type PreparedItem, type SignedItem, signItem } from "@/components/signing/keyring";
import { DataTable } from "@/components/ui/data-table";
import { ErrorSummary } from "@/components/ui/error-summary";
import type { ActFailure } from "@/components/ui/act-context";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import type { Locale } from "@/lib/i18n/instants";
import { signatureReason } from "@/lib/i18n/signature-reasons";
import type { ReadinessCheck as Check, ReadinessOutcome } from "@/lib/domain/readiness";

type Report = {
  readonly overall: ReadinessOutcome;
  readonly checks: readonly Check[];
  readonly certificate: { readonly subject: string };
  readonly report: string;
  readonly cms: string;
};
type Answer<T> = { readonly ok: true; readonly value: T } | ActFailure;

type Props = {
  readonly prepare: (input: object) => Promise<Answer<PreparedItem>>;
  readonly finish: (input: {
    readonly signed: SignedItem;
    readonly unwrapped: boolean | null;
    readonly clockOffsetMs: number;
    readonly bytesPerSecond: number;
  }) => Promise<Answer<Report>>;
};

const TONE = { pass: "good", warn: "attention", fail: "bad" } as const;
/** A token asks its person for the PIN meanwhile. */
const TRIAL_MS = 110_000;
const PROBE_BYTES = 1_048_576;

/** 投标准备检查: tries the person's own key and line against this platform, and hands out the signed report. */
export function ReadinessCheck({ prepare, finish }: Props) {
  const t = useTranslations("readiness");
  const driverWords = useDriverWords();
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ActFailure | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const start = async () => {
    if (!choice || busy) return;
    setBusy(true);
    setFailure(null);
    setReport(null);
    const answer = await run(choice, { prepare, finish }).catch(
      (error: unknown): ActFailure => ({
        ...{ ok: false, code: "READINESS", rules: [], fields: {} },
        message: driverCode(error)
          ? driverWords(error)
          : `${t("broken")} ${error instanceof Error ? error.message : ""}`,
      }),
    );
    setBusy(false);
    if (answer.ok) setReport(answer.value);
    else setFailure(answer);
  };
  return (
    <div>
      {failure ? <ErrorSummary failure={failure} /> : null}
      <section>
        <h2>{t("key")}</h2>
        <KeyPicker choice={choice} onChoose={setChoice} />
        <p style={{ marginTop: 16 }}>
          <button type="button" className="btn primary" disabled={!choice || busy} onClick={() => void start()}>
            {t("start")}
          </button>{" "}
          <span className="sec" role="status">
            {busy ? t("busy") : ""}
          </span>
        </p>
      </section>
      {report ? <Result report={report} /> : null}
    </div>
  );
}

function Result({ report }: { readonly report: Report }) {
  const t = useTranslations("readiness");
  const locale = useLocale() as Locale;
  const words = ({ name, outcome, value }: Check) =>
    t(`says.${name}.${outcome}`, {
      // A code where the chain is not believed: it stands in words.
      value: name === "chain" && outcome === "fail" ? signatureReason(locale, value) : value,
      seconds: seconds(value),
      speed: speed(value),
    });
  return (
    <section className="sect">
      <h2>{t("result")}</h2>
      <Notice tone={TONE[report.overall]} role="status">
        {t(`overall.${report.overall}`)}
      </Notice>
      <DataTable
        caption={t("result")}
        rows={report.checks}
        rowKey={({ name }) => name}
        empty=""
        columns={[
          { key: "name", head: t("point"), cell: ({ name }) => t(`points.${name}`) },
          {
            key: "outcome",
            head: t("outcome"),
            cell: ({ outcome }) => <StateMark tone={TONE[outcome]} label={t(`outcomes.${outcome}`)} />,
          },
          { key: "words", head: t("note"), cell: words },
          { key: "by", head: t("by"), cell: ({ by }) => t(`found.${by}`) },
        ]}
      />
      <p style={{ marginTop: 12 }}>
        <button type="button" className="btn sm" onClick={() => save("readiness.json", report.report)}>
          {t("saveReport")}
        </button>{" "}
        <button type="button" className="btn sm" onClick={() => save("readiness.p7s", report.cms)}>
          {t("saveSignature")}
        </button>
      </p>
      <p className="sec">{t("reportHint")}</p>
    </section>
  );
}

const seconds = (value: string): string => (Math.abs(Number(value)) / 1_000).toFixed(1);
const speed = (value: string): string => (Number(value) / 1_000_000).toFixed(1);

function save(name: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

async function run(choice: KeyChoice, { prepare, finish }: Props): Promise<Answer<Report>> {
  const { tryUnwrapWith } = await import("@/lib/crypto/unwrap-trial");
  const unwrapped = await tryUnwrapWith(
    choice.key.signer,
    window.location.origin,
    new Date(Date.now() + TRIAL_MS).toISOString(),
  );
  const clockOffsetMs = await clockOffset();
  const bytesPerSecond = await uploadSpeed();
  // Last: the challenge is good for two minutes, and a slow line may need the first of them.
  const prepared = await prepare({});
  if (!prepared.ok) return prepared;
  const signed = await signItem(choice, prepared.value);
  return finish({ signed, unwrapped, clockOffsetMs, bytesPerSecond });
}

async function clockOffset(): Promise<number> {
  const before = Date.now();
  const { now } = (await (await fetch("/api/time", { cache: "no-store" })).json()) as { now: number };
  return Math.round((before + Date.now()) / 2 - now);
}

async function uploadSpeed(): Promise<number> {
  const body = new Uint8Array(PROBE_BYTES);
  // In steps: browsers give no more random bytes at once, and equal ones could be compressed on the way.
  for (let at = 0; at < PROBE_BYTES; at += 65_536) crypto.getRandomValues(body.subarray(at, at + 65_536));
  const before = performance.now();
  const answer = await fetch("/api/v1/readiness/probe", { method: "POST", body });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return Math.round(PROBE_BYTES / Math.max(0.001, (performance.now() - before) / 1_000));
}
