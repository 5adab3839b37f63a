"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import type { Verdict } from "@/lib/crypto/verify-archive";
import { ArchiveFindings } from "./archive-findings";

type State =
  | { readonly step: "idle" | "judging" | "unreadable" }
  | { readonly step: "judged"; readonly verdict: Verdict };

/** Judges an archive package on this computer. The library is fetched with the first file: the page itself stays light. */
export function JudgeArchive() {
  const t = useTranslations("verify.archive");
  const [state, setState] = useState<State>({ step: "idle" });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ step: "judging" });
    try {
      const [{ openArchive }, { verifyArchive }, { rescore }] = await Promise.all([
        import("@/lib/crypto/archive"),
        import("@/lib/crypto/verify-archive"),
        import("@/lib/domain/rescoring"),
      ]);
      const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
      const archive = await openArchive({ size: file.size, read });
      setState({ step: "judged", verdict: await verifyArchive(archive, { rescore }) });
    } catch {
      setState({ step: "unreadable" });
    }
  };
  return (
    <>
      <FileDrop
        name="archive"
        label={t("file")}
        hint={t("fileHint")}
        accept={[".zip"]}
        onFiles={([dropped]) => void take(dropped?.file)}
      />
      <div role="status" className="results">
        {state.step === "judging" ? <p>{t("judging")}</p> : null}
        {state.step === "unreadable" ? <Notice tone="bad">{t("unreadable")}</Notice> : null}
        {state.step === "judged" ? <ArchiveFindings verdict={state.verdict} /> : null}
      </div>
    </>
  );
}
