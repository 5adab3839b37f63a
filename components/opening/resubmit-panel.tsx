"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { driverCode, useDriverWords } from "@/components/signing/driver-words";
import { KeyPicker } from "@/components/signing/key-picker";
import type { KeyChoice } from "@/components/signing/keyring";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { fileSize } from "@/lib/i18n/format";
import type { SealProgress } from "../bid/seal-bid";

type Props = {
  readonly bidId: string;
  readonly title: string;
  /** The remedial window runs: before it the way is only told. */
  readonly open: boolean;
};

/** The last way, where the documents allow it and every key is lost: list, files, certificate, one button (protocol §2.11, 6). */
export function ResubmitPanel({ bidId, title, open }: Props) {
  const t = useTranslations("opening.resubmit");
  const router = useRouter();
  const driverWords = useDriverWords();
  const [kept, setKept] = useState<readonly File[]>([]);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const [failure, setFailure] = useState("");
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<SealProgress | null>(null);
  const run = async (key: KeyChoice) => {
    setBusy(true);
    setFailure("");
    try {
      const { resubmit } = await import("./resubmit-bid");
      const shown = `${t("signTitle")} ${title}`;
      const no = await resubmit({ bidId, title: shown, kept, files, choice: key, onProgress: setProgress });
      if (no === null) router.refresh();
      else setFailure(no);
    } catch (error) {
      setFailure(driverCode(error) ? driverWords(error) : wordsFor(error, t));
    } finally {
      setBusy(false);
      setProgress(null);
    }
  };
  return (
    <details>
      <summary>{t("title")}</summary>
      {open ? (
        <>
          <p className="sec">{t("lead")}</p>
          {failure ? (
            <Notice tone="attention" role="alert">
              {failure}
            </Notice>
          ) : null}
          <Files name="kept" label={t("kept")} hint={t("keptHint")} accept=".json" onFiles={setKept} />
          <Files name="again" label={t("files")} hint={t("filesHint")} onFiles={setFiles} />
          <KeyPicker choice={choice} onChoose={setChoice} />
          <Button
            kind="primary"
            size="lg"
            disabled={busy || !choice || kept.length === 0 || files.length === 0}
            onClick={() => choice && void run(choice)}
          >
            {t("go")}
          </Button>
          <div role="status">
            {busy && !progress ? <p>{t("checking")}</p> : null}
            {progress ? (
              <Progress
                label={t("go")}
                value={progress.sentBytes / Math.max(1, progress.totalBytes)}
                detail={`${fileSize(progress.sentBytes)} / ${fileSize(progress.totalBytes)}`}
              />
            ) : null}
          </div>
        </>
      ) : (
        <p className="sec">{t("later")}</p>
      )}
    </details>
  );
}

type FilesProps = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly accept?: string;
  readonly onFiles: (files: readonly File[]) => void;
};

function Files({ name, label, hint, accept, onFiles }: FilesProps) {
  return (
    <div className="field">
      <label htmlFor={`resubmit-${name}`}>{label}</label>
      <p className="hint" id={`resubmit-${name}-hint`}>
        {hint}
      </p>
      <input
        id={`resubmit-${name}`}
        type="file"
        multiple
        accept={accept}
        aria-describedby={`resubmit-${name}-hint`}
        onChange={(event) => onFiles([...(event.target.files ?? [])])}
      />
    </div>
  );
}

type Words = ReturnType<typeof useTranslations<"opening.resubmit">>;

function wordsFor(error: unknown, t: Words): string {
  const reason = error instanceof Error && "reason" in error ? String(error.reason) : "other";
  const message = error instanceof Error ? error.message : String(error);
  const detail = message.startsWith(`${reason}: `) ? message.slice(reason.length + 2) : message;
  return t.has(`failed.${reason}`) ? t(`failed.${reason}`, { detail }) : t("failed.other", { detail });
}
