"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { BridgeContact } from "@/lib/crypto/signer-bridge";
import { type BridgeWord, bridgeWord } from "./driver-words";
import { type LoadedKey, loadToken } from "./keyring";

/** A USB key through the bridge of this machine: connect, read the code in the bridge's window, type it here. */
export function TokenForm({ onLoaded }: { readonly onLoaded: (key: LoadedKey) => void }) {
  const t = useTranslations("ui.token");
  const id = useId();
  const [contact, setContact] = useState<BridgeContact | null>(null);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<BridgeWord | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    await work().catch((error: unknown) => {
      setProblem(bridgeWord(error) ?? "BRIDGE_SESSION");
      setContact(null);
    });
    setBusy(false);
  };
  const connect = () =>
    attempt(async () => {
      const { askOverSocket, contactBridge } = await import("@/lib/crypto/signer-bridge");
      setContact(await contactBridge(undefined, undefined, (url) => askOverSocket(url)));
    });
  const pair = () =>
    attempt(async () => {
      if (!contact) return;
      const key = await loadToken(t("key"), await contact.pair(code.trim()));
      setContact(null);
      setCode("");
      if (key.certificates.length === 0) setProblem("BRIDGE_TOKEN");
      else onLoaded(key);
    });
  return (
    <details className="fold" style={{ marginTop: 12 }}>
      <summary>{t("title")}</summary>
      <p className="hint">{t("hint")}</p>
      {problem ? (
        <Notice tone="bad" role="alert">
          {t(problem)}
        </Notice>
      ) : null}
      {contact ? (
        <div className="field">
          <label htmlFor={`${id}-code`}>{t("code")}</label>
          <p className="hint" id={`${id}-hint`}>
            {contact.testPin ? `${t("testPin")} ` : ""}
            {t("codeHint")}
          </p>
          <div className="row">
            <input
              id={`${id}-code`}
              className="inp short"
              inputMode="numeric"
              autoComplete="off"
              maxLength={6}
              aria-describedby={`${id}-hint`}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
            <button
              type="button"
              className="btn sm"
              disabled={code.trim().length !== 6 || busy}
              onClick={() => void pair()}
            >
              {t("pair")}
            </button>
          </div>
        </div>
      ) : (
        <p>
          <button type="button" className="btn sm" disabled={busy} onClick={() => void connect()}>
            {busy ? t("connecting") : t("connect")}
          </button>
        </p>
      )}
    </details>
  );
}
