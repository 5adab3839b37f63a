"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import { Progress } from "@/components/ui/progress";
import { encodeBase64 } from "@/lib/crypto/binding";
import type { Container } from "@/lib/crypto/container";
import { PART_BYTES } from "@/lib/crypto/segment";
import { noteAnswer } from "./answered";
import { sourceOf } from "./file-source";
import { submitStatement } from "./seal-bid";
import { makeGate, openUpload, putPart } from "./upload";

type State =
  | { readonly step: "idle" | "submitting" }
  | { readonly step: "bad"; readonly words: string }
  | { readonly step: "sending"; readonly part: number }
  | { readonly step: "there"; readonly container: Container };

/**
 * Submits a container that was sealed elsewhere, by whatever program (ux 7.6): its parts go up as those of the desk do, its
 * seal is signed already. Chosen again after a break it goes on where it was.
 */
export function SubmitContainer({ bidId, lotCode }: { readonly bidId: string; readonly lotCode: string }) {
  const t = useTranslations("bid");
  const router = useRouter();
  const [state, setState] = useState<State>({ step: "idle" });
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const { readContainer } = await import("@/lib/crypto/container");
      const container = await readContainer(sourceOf(file));
      const { lot } = container.seal.tender;
      if (lot !== lotCode) return setState({ step: "bad", words: t("elsewhere.otherLot", { lot }) });
      await upload(bidId, container, (part) => setState({ step: "sending", part }));
      setState({ step: "there", container });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const refused = typeof error === "object" && error !== null && "refusal" in error;
      setState({ step: "bad", words: refused ? detail : t("elsewhere.unreadable", { detail }) });
    }
  };
  const submit = async ({ sealBytes, cms, seal }: Container) => {
    setState({ step: "submitting" });
    const signed = { statement: encodeBase64(sealBytes), cms: encodeBase64(cms) };
    const answer = await submitStatement(bidId, "seals", signed);
    if (!answer.ok) return setState({ step: "bad", words: answer.message });
    noteAnswer(bidId, { seq: seal.seq, state: "submitted" });
    router.push(`/work/bids/${bidId}/receipt`);
  };
  return (
    <section>
      <h2>{t("elsewhere.title")}</h2>
      <p className="sec">{t.rich("elsewhere.lead", { tool: (words) => <a href="/offline">{words}</a> })}</p>
      <p>
        <a href={`/api/v1/bids/${bidId}/material`} download="material.json">
          {t("elsewhere.material")}
        </a>
      </p>
      <FileDrop
        name="container"
        label={t("elsewhere.file")}
        hint={t("elsewhere.hint")}
        accept={[".sbc"]}
        optional
        onFiles={([dropped]) => void take(dropped?.file)}
      />
      <div role="status">
        {state.step === "bad" ? <Notice tone="bad">{state.words}</Notice> : null}
        {state.step === "sending" ? <Progress label={t("uploading")} value={state.part} /> : null}
        {state.step === "there" ? (
          <Notice tone="attention" title={t("elsewhere.there")}>
            <p>{t("sealEffect")}</p>
            <Button kind="primary" size="lg" onClick={() => void submit(state.container)}>
              {t("elsewhere.submit")}
            </Button>
          </Notice>
        ) : null}
      </div>
    </section>
  );
}

/** Header first, then every part that is not stored yet. */
async function upload(bidId: string, container: Container, tell: (part: number) => void): Promise<void> {
  const { uploadId, done } = await openUpload(bidId, container.headerBytes);
  const gate = makeGate();
  const parts = [...container.bodies].flatMap(([segment, body]) =>
    Array.from({ length: Math.ceil(body.len / PART_BYTES) }, (_, part) => ({ segment, part, body })),
  );
  let sent = 0;
  for (const { segment, part, body } of parts) {
    const from = part * PART_BYTES;
    if (!done.has(`${segment}/${part}`)) {
      const bytes = await body.read(from, Math.min(from + PART_BYTES, body.len));
      await putPart(uploadId, segment, { part, bytes }, gate);
    }
    tell(++sent / parts.length);
  }
}
