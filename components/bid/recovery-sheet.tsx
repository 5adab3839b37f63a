"use client";

import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { qrOf, type WordList, wordsOf } from "@/lib/crypto/bidkey";

// The library that draws codes is fetched when one is shown.
const QrCode = dynamic(() => import("@/components/ui/qr-code").then((module) => module.QrCode));

type Props = { readonly M: Uint8Array; readonly lot: string; readonly title: string };

/**
 * The bidder's master key as 24 words and as a code, to be printed: enough to decrypt at the opening from any device, also
 * when the token fails (protocol §2.11). Made on this computer and shown nowhere else.
 */
export function RecoverySheet({ M, lot, title }: Props) {
  const t = useTranslations("bid.recovery");
  const locale = useLocale();
  const [list, setList] = useState<WordList>(locale === "en" ? "en" : "zh-CN");
  const [shown, setShown] = useState(false);
  if (!shown)
    return (
      <p className="row gap16">
        <Button onClick={() => setShown(true)}>{t("show")}</Button>
        <span className="sec">{t("why")}</span>
      </p>
    );
  return (
    <section className="recovery">
      <h3>{t("title")}</h3>
      <p>{title}</p>
      <p className="num">{lot}</p>
      <ol className="recovery-words" lang={list}>
        {wordsOf(M, list)
          .split(" ")
          .map((word, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, and its place is what it is
            <li key={at}>{word}</li>
          ))}
      </ol>
      <QrCode value={qrOf(M)} label={t("code")} size={148} />
      <Notice tone="attention">{t("keep")}</Notice>
      <p className="row gap16 no-print">
        <Button kind="primary" onClick={() => window.print()}>
          {t("print")}
        </Button>
        <Button onClick={() => setList(list === "en" ? "zh-CN" : "en")}>
          {t(list === "en" ? "inChinese" : "inEnglish")}
        </Button>
        <Button onClick={() => setShown(false)}>{t("hide")}</Button>
      </p>
    </section>
  );
}
