"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Digest } from "@/components/ui/code";
import { DefinitionList } from "@/components/ui/definition-list";
import { FileDrop } from "@/components/ui/file-drop";
import { Instant } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import type { Inspected } from "@/lib/crypto/inspect";
import { type Name, valuesOf } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { fileSize } from "@/lib/i18n/format";
import { useReason } from "./reason";
import { sourceOf } from "../bid/file-source";

type State =
  | { readonly step: "idle" | "reading" }
  | { readonly step: "bad"; readonly reason: string }
  | { readonly step: "good"; readonly inspected: Inspected; readonly sizeBytes: number };

/** Judges a container without any secret, as `xinbiao inspect` does: every octet, the signature, the roots of the bodies. */
export function InspectTool() {
  const t = useTranslations("offline.inspect");
  const reason = useReason("container");
  const [state, setState] = useState<State>({ step: "idle" });
  const take = async (file: File | undefined) => {
    if (!file) return;
    setState({ step: "reading" });
    try {
      const { inspectContainer } = await import("@/lib/crypto/inspect");
      const inspected = await inspectContainer(sourceOf(file), { at: [new Date()] });
      setState({ step: "good", inspected, sizeBytes: file.size });
    } catch (error) {
      setState({ step: "bad", reason: reason(error) });
    }
  };
  return (
    <>
      <FileDrop
        name="container"
        label={t("file")}
        hint={t("hint")}
        accept={[".sbc"]}
        onFiles={([dropped]) => void take(dropped?.file)}
      />
      <div role="status" className="results">
        {state.step === "reading" ? <p>{t("reading")}</p> : null}
        {state.step === "bad" ? (
          <Notice tone="bad" title={t("bad")}>
            {state.reason}
          </Notice>
        ) : null}
        {state.step === "good" ? <Facts inspected={state.inspected} sizeBytes={state.sizeBytes} /> : null}
      </div>
    </>
  );
}

function Facts({ inspected, sizeBytes }: { readonly inspected: Inspected; readonly sizeBytes: number }) {
  const t = useTranslations("offline.inspect");
  const { container, signers, carried } = inspected;
  const { seal, bid } = container;
  return (
    <>
      <Notice tone="good" title={t("good")}>
        {t("goodWords")}
      </Notice>
      <DefinitionList
        layout="pairs"
        items={[
          { term: t("bid"), value: <Digest hex={bid} /> },
          { term: t("lot"), value: `${seal.tender.id} ${seal.tender.lot}` },
          { term: t("bidder"), value: seal.bidder.uscc },
          { term: t("signer"), value: signers.map(({ certificate }) => holderOf(certificate.subject)).join("、") },
          { term: t("created"), value: <Instant at={new Date(seal.created)} /> },
          { term: t("version"), value: String(seal.seq) },
          { term: t("segments"), value: t("segmentsOf", { count: seal.segments.length, carried: carried.length }) },
          { term: t("size"), value: fileSize(sizeBytes) },
        ]}
      />
      <p className="small muted">{t("trust")}</p>
    </>
  );
}

const holderOf = (name: Name): string => valuesOf(name, OID.commonName)[0] ?? name.key;
