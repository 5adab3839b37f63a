"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { beijingDate } from "@/lib/i18n/format";
import { Notice } from "@/components/ui/notice";
import { StateMark } from "@/components/ui/status-tag";
import { PhoneForm } from "./phone-form";
import { usePhoneOffered } from "./phone-offered";
import { TokenForm } from "./token-form";
import { type KeyChoice, type LoadedKey, loadKeyFile, signingCertificates, useKeyring } from "./keyring";

type Props = {
  readonly choice: KeyChoice | null;
  readonly onChoose: (choice: KeyChoice | null) => void;
  /** Without ways that lead through the platform: for the page that works with the network unplugged. */
  readonly local?: boolean;
};

/** The certificates of the key files opened in this tab, and a way to open one more. */
export function KeyPicker({ choice, onChoose, local = false }: Props) {
  const t = useTranslations("ui");
  // A file that signs nothing is said to be one by the form it was opened in: it stays.
  const ring = useKeyring().filter((key) => signingCertificates(key).length > 0);
  const [adding, setAdding] = useState(false);
  const phones = usePhoneOffered();
  const group = useId();
  const loaded = (key: LoadedKey) => {
    setAdding(false);
    const first = signingCertificates(key)[0];
    onChoose(first ? { key, certificate: first.id } : null);
  };
  return (
    <div>
      {ring.length > 0 ? (
        <fieldset>
          <legend className="vh">{t("sign.choose")}</legend>
          {ring.flatMap((key) =>
            signingCertificates(key).map((certificate) => (
              <label className="cert" key={certificate.id}>
                <input
                  type="radio"
                  name={group}
                  checked={choice?.certificate === certificate.id}
                  onChange={() => onChoose({ key, certificate: certificate.id })}
                />
                <span>
                  <b>{certificate.holder}</b>
                  <span className="sec">
                    {" "}
                    {t("sign.certificate", {
                      issuer: certificate.issuer,
                      until: beijingDate(certificate.notAfter),
                      alg: certificate.alg,
                      file: [key.fileName, certificate.token ?? ""].join(" ").trim(),
                    })}
                  </span>
                </span>
                <StateMark tone="good" label={t("sign.usable")} />
              </label>
            )),
          )}
        </fieldset>
      ) : null}
      {ring.length === 0 || adding ? (
        <>
          <KeyFileForm onLoaded={loaded} />
          <TokenForm onLoaded={loaded} />
          {phones && !local ? <PhoneForm onLoaded={loaded} /> : null}
        </>
      ) : (
        <p style={{ marginTop: 10 }}>
          <button type="button" className="linklike" onClick={() => setAdding(true)}>
            {t("sign.another")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Not a form element: it may stand inside one. */
function KeyFileForm({ onLoaded }: { readonly onLoaded: (key: LoadedKey) => void }) {
  const t = useTranslations("ui");
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = async () => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const key = await loadKeyFile(file, password);
      if (signingCertificates(key).length === 0) setProblem(t("sign.P12_CONTENTS"));
      else onLoaded(key);
    } catch (error) {
      setProblem(t(`sign.${codeOf(error)}`));
    } finally {
      setPassword("");
      setBusy(false);
    }
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    void open();
  };
  return (
    <div>
      {problem ? (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      ) : null}
      <div className="field" style={{ marginTop: 12 }}>
        <label htmlFor={`${id}-file`}>{t("sign.file")}</label>
        <p className="hint" id={`${id}-hint`}>
          {t("sign.fileHint")}
        </p>
        <input
          id={`${id}-file`}
          className="inp"
          type="file"
          accept=".p12,.pfx"
          aria-describedby={`${id}-hint`}
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      <div className="field">
        <label htmlFor={`${id}-password`}>{t("sign.password")}</label>
        <div className="row">
          <input
            id={`${id}-password`}
            className="inp short"
            type="password"
            autoComplete="off"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyDown={onEnter}
          />
          <button type="button" className="btn sm" disabled={!file || busy} onClick={() => void open()}>
            {busy ? t("sign.opening") : t("sign.open")}
          </button>
        </div>
      </div>
    </div>
  );
}

const CODES = ["P12_PASSWORD", "P12_UNSUPPORTED", "P12_CONTENTS"] as const;

function codeOf(error: unknown): (typeof CODES)[number] | "MALFORMED" {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return CODES.find((known) => known === code) ?? "MALFORMED";
}
