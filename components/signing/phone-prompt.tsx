"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { closePrompt, type PhonePrompt as Prompt, usePhonePrompt } from "./phone-desk";

/** The square code's arithmetic is fetched when somebody uses a phone. */
const QrCode = dynamic(() => import("@/components/ui/qr-code").then((module) => module.QrCode));

/** Stands once in every page: what is asked of the person's phone, with the number to be typed there. */
export function PhonePrompt() {
  const prompt = usePhonePrompt();
  const t = useTranslations("ui.phone");
  const ui = useTranslations("ui");
  return (
    <Dialog
      open={prompt !== null}
      onClose={closePrompt}
      title={prompt?.failed ? t("failed") : t("title")}
      footer={
        <button type="button" className="btn" onClick={closePrompt}>
          {prompt?.failed ? ui("close") : ui("cancel")}
        </button>
      }
    >
      {prompt ? (
        prompt.failed ? (
          <Notice tone="bad" role="alert">
            {t(prompt.failed)}
          </Notice>
        ) : (
          <Question prompt={prompt} />
        )
      ) : null}
    </Dialog>
  );
}

/** What a key opens has no title, only a purpose. */
const OPENS = ["release", "readiness"] as const;

function Question({ prompt }: { readonly prompt: Prompt }) {
  const t = useTranslations("ui.phone");
  const ui = useTranslations("ui");
  const { kind, title, number, mark, scan } = prompt;
  const opens = OPENS.find((one) => kind === "unwrap" && one === title);
  return (
    <>
      <p role="status">{t(`what.${kind}`)}</p>
      <dl className="kv pairs wt">
        <div>
          <dt>{ui("sign.what")}</dt>
          <dd>
            <b>{opens ? t(`opens.${opens}`) : title}</b>
          </dd>
        </div>
        <div>
          <dt>{ui("sign.mark")}</dt>
          <dd className="mono">{mark}</dd>
        </div>
        <div>
          <dt>{t("number")}</dt>
          <dd className="mono phone-number">{number}</dd>
        </div>
      </dl>
      <div className="phone-scan">
        <QrCode value={scan} label={t("code")} size={148} />
        <div>
          <p>{t("how")}</p>
          <p className="sec">{t("time")}</p>
          {isHere(scan) ? (
            <p>
              <a href={scan} target="_blank" rel="noopener">
                {t("demo")}
              </a>
            </p>
          ) : null}
        </div>
      </div>
    </>
  );
}

/** A demonstration's phones are pages of this machine. */
const isHere = (address: string): boolean => new URL(address).hostname === "127.0.0.1";
