"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { type LoadedKey, loadToken, signingCertificates } from "./keyring";
import { askPhone } from "./phone-desk";

/** A certificate on a phone: scan the code, type the number, and the phone's certificates stand beside the others. */
export function PhoneForm({ onLoaded }: { readonly onLoaded: (key: LoadedKey) => void }) {
  const t = useTranslations("ui.phone");
  const [busy, setBusy] = useState(false);
  const [empty, setEmpty] = useState(false);
  const connect = async () => {
    if (busy) return;
    setBusy(true);
    setEmpty(false);
    try {
      const { connectPhone } = await import("@/lib/crypto/signer-remote");
      const key = await loadToken(t("key"), await connectPhone(window.location.origin, askPhone));
      if (signingCertificates(key).length === 0) setEmpty(true);
      else onLoaded(key);
    } catch {
      // The window said why.
    } finally {
      setBusy(false);
    }
  };
  return (
    <details className="fold" style={{ marginTop: 12 }}>
      <summary>{t("fold")}</summary>
      <p className="hint">{t("hint")}</p>
      {empty ? (
        <Notice tone="bad" role="alert">
          {t("SIGNER_REMOTE_ANSWER")}
        </Notice>
      ) : null}
      <p>
        <button type="button" className="btn sm" disabled={busy} onClick={() => void connect()}>
          {busy ? t("connecting") : t("connect")}
        </button>
      </p>
    </details>
  );
}
