"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { bytesToHex, fromHex, randomBytes } from "@/lib/crypto/bytes";
import { drawCommit } from "@/lib/crypto/draw";

type Answer = { readonly ok: boolean; readonly value?: unknown; readonly message?: string; readonly code?: string };
// biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`, each with an input of its own
type Act = (input: any) => Promise<unknown>;
type Props = {
  readonly lotId: string;
  readonly name: string;
  /** What the button says. */
  readonly label: string;
  readonly acts: { readonly prepare: Act; readonly commit: Act; readonly reveal: Act };
};

/** The host's part of a draw: a random value of this browser is committed first and revealed after the log's checkpoint. */
export function DrawButton({ lotId, name, label, acts }: Props) {
  const t = useTranslations("opening");
  const router = useRouter();
  const [state, setState] = useState<"idle" | "running">("idle");
  const [failure, setFailure] = useState("");
  const draw = async () => {
    setState("running");
    setFailure("");
    const r = randomBytes(32);
    const spec = (await acts.prepare({ lotId, name })) as Answer;
    const { specHash } = (spec.value ?? {}) as { specHash?: string };
    if (!spec.ok || !specHash) return stop(spec.message);
    const committed = (await acts.commit({
      lotId,
      name,
      commit: bytesToHex(drawCommit(fromHex(specHash), r)),
    })) as Answer;
    if (!committed.ok) return stop(committed.message);
    for (let tries = 0; tries < 60; tries++) {
      const answer = (await acts.reveal({ lotId, name, r: bytesToHex(r) })) as Answer;
      if (answer.ok) {
        setState("idle");
        return router.refresh();
      }
      if (answer.code !== "NOT_READY") return stop(answer.message);
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    stop(t("drawWaited"));
  };
  const stop = (message = "") => {
    setFailure(message);
    setState("idle");
  };
  return (
    <>
      <Button kind="primary" disabled={state === "running"} onClick={() => void draw()}>
        {state === "running" ? t("drawing") : label}
      </Button>
      {failure ? (
        <Notice tone="bad" role="alert">
          {failure}
        </Notice>
      ) : null}
    </>
  );
}
