"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { KeyPicker } from "@/components/signing/key-picker";
import { driverCode, useDriverWords } from "@/components/signing/driver-words";
import type { KeyChoice } from "@/components/signing/keyring";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { readBidkey, readQr, readWords } from "@/lib/crypto/bidkey";
import {
  type ReleaseInput,
  type ReleaseMaterial,
  releaseByCertificate,
  releaseByLine,
  releaseByMaster,
} from "./release-bid";
import { WordsField, wordsAreWhole } from "./words-field";

type Answer = { readonly ok: boolean; readonly value?: unknown; readonly message?: string };
type Props = {
  readonly bidId: string;
  readonly title: string;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly release: (input: any) => Promise<any>;
  /** The way that stands open: on a phone the words. */
  readonly first?: "certificate" | "words";
};

/** Three ways to decrypt side by side; a way that fails leads to the next (ux 7.8). */
export function ReleasePanel({ bidId, title, prepare, release, first = "certificate" }: Props) {
  const t = useTranslations("opening");
  const router = useRouter();
  const driverWords = useDriverWords();
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const [phrase, setPhrase] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [words, setWords] = useState("");
  // A certificate or token that failed: the other ways stand open, nobody has to look for them.
  const [others, setOthers] = useState(false);

  const run = async (make: (material: ReleaseMaterial) => Promise<ReleaseInput>) => {
    setBusy(true);
    setFailure("");
    try {
      const prepared = (await prepare({ bidId })) as Answer;
      if (!prepared.ok) return setFailure(prepared.message ?? "");
      const input = await make(prepared.value as ReleaseMaterial);
      const answer = (await release({ bidId, ...input })) as Answer;
      if (answer.ok) router.refresh();
      else setFailure(answer.message ?? "");
    } catch (error) {
      if (driverCode(error)) return setFailure(driverWords(error));
      const reason = error instanceof Error && "reason" in error ? String(error.reason) : "other";
      setFailure(t.has(`releaseFailed.${reason}`) ? t(`releaseFailed.${reason}`) : t("releaseFailed.other"));
    } finally {
      setBusy(false);
    }
  };
  const byCertificate = () =>
    run(async (material) => {
      try {
        return await releaseByCertificate(material, choice!, title);
      } catch (error) {
        setOthers(true);
        throw error;
      }
    });
  const byFile = async (material: ReleaseMaterial) => {
    const { M } = await readBidkey(new Uint8Array(await file!.arrayBuffer()), phrase);
    return releaseByMaster(material, M, "bidkey");
  };
  const byWords = async (material: ReleaseMaterial) => {
    const typed = words.trim();
    // The offline tool's line has B itself; the printed code and the words have M.
    if (typed.startsWith("SBC1:B:")) return releaseByLine(material, typed);
    return releaseByMaster(material, typed.startsWith("SBC1:") ? readQr(typed) : readWords(words), "words");
  };
  return (
    <div className="release">
      {failure ? (
        <Notice tone="attention" role="alert">
          {failure}
        </Notice>
      ) : null}
      <details open={first === "certificate"}>
        <summary>{t("byCertificate")}</summary>
        <KeyPicker choice={choice} onChoose={setChoice} />
        <Button kind="primary" size="lg" disabled={!choice || busy} onClick={() => void byCertificate()}>
          {t("decryptNow")}
        </Button>
        <p className="sec">{t("otherWays")}</p>
      </details>
      <details open={others}>
        <summary>{t("byBidkey")}</summary>
        <label htmlFor="bidkey">{t("bidkeyFile")}</label>
        <input
          id="bidkey"
          type="file"
          accept=".bidkey"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
        <TextField
          name="bidkey-phrase"
          type="password"
          autoComplete="off"
          label={t("bidkeyPhrase")}
          value={phrase}
          onChange={(event) => setPhrase(event.target.value)}
        />
        <Button size="lg" disabled={!file || busy} onClick={() => void run(byFile)}>
          {t("decryptByBidkey")}
        </Button>
      </details>
      <details open={others || first === "words"}>
        <summary>{t("byWords")}</summary>
        <WordsField value={words} onChange={setWords} />
        <Button
          size="lg"
          {...(first === "words" ? { kind: "primary" as const } : {})}
          disabled={!wordsAreWhole(words) || busy}
          onClick={() => void run(byWords)}
        >
          {t("decryptByWords")}
        </Button>
      </details>
    </div>
  );
}
