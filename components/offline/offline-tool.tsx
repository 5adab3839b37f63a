"use client";

import { NextIntlClientProvider, useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Mark } from "@/components/layout/brand";
import { StateMark } from "@/components/ui/status-tag";
import { JudgeArchive } from "../public/judge-archive";
import { InspectTool } from "./inspect-tool";
import { ReceiptTool } from "./receipt-tool";
import { SealTool } from "./seal-tool";
import { type Kept, useKept } from "./use-kept";

type Locale = "zh-CN" | "en";
type Words = { readonly [key: string]: string | Words };
type Props = {
  readonly locale: Locale;
  /** Both languages: without a line there is nobody to ask for the other. */
  readonly words: Readonly<Record<Locale, Words>>;
  readonly platformFingerprint: string | null;
};

const TOOLS = ["seal", "inspect", "receipt", "archive"] as const;
type Tool = (typeof TOOLS)[number];

/** The offline tool as one page: language and tool are changed without asking anybody. */
export function OfflineTool({ locale, words, platformFingerprint }: Props) {
  const [language, setLanguage] = useState(locale);
  const kept = useKept(loadRest);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const change = () => {
    const next = language === "en" ? "zh-CN" : "en";
    // biome-ignore lint/suspicious/noDocumentCookie: the same cookie as the switch of every other page, without a server
    document.cookie = `locale=${next}; path=/; max-age=31536000; samesite=lax`;
    if (navigator.onLine) location.reload();
    else setLanguage(next);
  };
  return (
    <NextIntlClientProvider locale={language} messages={words[language] as never} timeZone="Asia/Shanghai">
      <Page kept={kept} platformFingerprint={platformFingerprint} change={change} english={language === "en"} />
    </NextIntlClientProvider>
  );
}

type PageProps = {
  readonly kept: Kept;
  readonly platformFingerprint: string | null;
  readonly change: () => void;
  readonly english: boolean;
};

function Page({ kept, platformFingerprint, change, english }: PageProps) {
  const t = useTranslations("offline");
  const tool = useTool();
  const receiptAtHand = platformFingerprint !== null;
  return (
    <div className="pub offline-tool">
      <header>
        <div className="top">
          <div className="col">
            <a className="brand" href="/">
              <Mark className="mark" />
              <span>
                <b>{t("platform")}</b>
                <small>{t("title")}</small>
              </span>
            </a>
            <div className="keep-state">
              <StateMark tone={TONES[kept]} label={t(`kept.${kept}`)} />
              <button type="button" className="linklike" lang={english ? "zh-CN" : "en"} onClick={change}>
                {english ? "中文" : "English"}
              </button>
            </div>
          </div>
        </div>
      </header>
      <main id="main" className="col verify-page">
        <div className="page-head">
          <h1>{t("title")}</h1>
          <p className="lead">{t("lead")}</p>
          <p className="small muted">{t(`keptWords.${kept}`)}</p>
        </div>
        <nav className="tabs" aria-label={t("tools")}>
          <ul>
            {TOOLS.filter((one) => one !== "receipt" || receiptAtHand).map((one) => (
              <li key={one}>
                <a href={`#${one}`} aria-current={one === tool ? "page" : undefined}>
                  {t(`${one}.tab`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {/* Hidden, not taken away: what was begun in one tool is there when one comes back. */}
        <div className="tool" hidden={tool !== "seal"}>
          <p className="muted">{t("seal.lead")}</p>
          <SealTool />
        </div>
        <div className="tool" hidden={tool !== "inspect"}>
          <p className="muted">{t("inspect.lead")}</p>
          <InspectTool />
        </div>
        {receiptAtHand ? (
          <div className="tool" hidden={tool !== "receipt"}>
            <p className="muted">{t("receipt.lead")}</p>
            <ReceiptTool platformFingerprint={platformFingerprint} />
          </div>
        ) : null}
        <div className="tool" hidden={tool !== "archive"}>
          <p className="muted">{t("archive.lead")}</p>
          <JudgeArchive />
        </div>
        <p className="small muted offline-foot">{t("command")}</p>
      </main>
    </div>
  );
}

const TONES = { keeping: "active", ready: "good", impossible: "attention" } as const;

/** The tool that the address names after `#`: it can be kept as a bookmark, and needs no server. */
function useTool(): Tool {
  const hash = useSyncExternalStore(
    (tell) => {
      window.addEventListener("hashchange", tell);
      return () => window.removeEventListener("hashchange", tell);
    },
    () => location.hash.slice(1),
    () => "",
  );
  return TOOLS.find((one) => one === hash) ?? "seal";
}

/** What is otherwise fetched with the first file, so that it is there when there is no line. */
const loadRest = () =>
  Promise.all([
    import("@/lib/crypto/inspect"),
    import("@/lib/crypto/signer-software"),
    import("@/lib/crypto/certificate"),
    import("@/lib/crypto/archive"),
    import("@/lib/crypto/verify-archive"),
    import("@/lib/domain/rescoring"),
    import("hash-wasm"),
    loadBoth(),
  ]);

/** Both suites: which one a lot has is known with its papers. */
async function loadBoth(): Promise<void> {
  const { loadSuite } = await import("@/lib/crypto/suite");
  await Promise.all([loadSuite(1), loadSuite(2)]);
}
