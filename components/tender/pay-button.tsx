"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ActFailure } from "@/components/ui/act-context";
import { Button } from "@/components/ui/button";
import { ErrorSummary } from "@/components/ui/error-summary";

type Answer = { readonly ok: true; readonly value: { readonly checkoutUrl: string } } | ActFailure;
type Props = { readonly lotId: string; readonly pay: (input: { lotId: string }) => Promise<Answer> };

/** Goes to the gateway's own page: no card and no password is typed into ours. */
export function PayButton({ lotId, pay }: Props) {
  const t = useTranslations("tender.fee");
  const [failure, setFailure] = useState<ActFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const answer = await pay({ lotId });
    if (answer.ok) window.location.assign(answer.value.checkoutUrl);
    else {
      setFailure(answer);
      setBusy(false);
    }
  };
  return (
    <>
      {failure ? <ErrorSummary failure={failure} /> : null}
      <Button kind="primary" size="lg" disabled={busy} onClick={() => void go()}>
        {t("pay")}
      </Button>
    </>
  );
}
