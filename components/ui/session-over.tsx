"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActFailure } from "./act-context";
import { Dialog } from "./dialog";

/**
 * The session has ended while somebody was at work: a dialog over the page, sign-in in a window of its own, and on where
 * one was (ux 8). Nothing typed is lost, because the page stays.
 */
export function SessionOver({ failure }: { readonly failure: ActFailure }) {
  const t = useTranslations("ui.sessionOver");
  // A second refusal is another object, and opens the dialog again.
  const [closed, setClosed] = useState<ActFailure | null>(null);
  const open = closed !== failure;
  const close = () => setClosed(failure);
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t("title")}
      footer={
        <>
          <a className="btn primary lg" href="/sign-in" target="_blank" rel="noopener">
            {t("signIn")}
          </a>
          <button type="button" className="btn lg" onClick={close}>
            {t("goOn")}
          </button>
        </>
      }
    >
      <p>{t("words")}</p>
    </Dialog>
  );
}
