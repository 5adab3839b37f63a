"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { TextArea, TextField } from "@/components/ui/field";
import { RuleLink } from "@/components/ui/rule-link";

type Props = {
  readonly lotId: string;
  readonly kind: "suspend" | "resume";
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
};

const SHORTEST_BASIS = 4;
const SHORTEST_REASON = 10;

/** A supervisor's decision in writing: basis, reason, signature; it takes force when it is signed. */
export function OrderForm({ lotId, kind, prepare, commit }: Props) {
  const t = useTranslations("oversight");
  const [basis, setBasis] = useState(t("usualBasis"));
  const [reason, setReason] = useState("");
  const complete = basis.trim().length >= SHORTEST_BASIS && reason.trim().length >= SHORTEST_REASON;
  return (
    <div className="ord">
      <h3>{t(`decide.${kind}`)}</h3>
      <p className="sec">
        {t(`effect.${kind}`)} <RuleLink id="R-134" />
      </p>
      <TextField
        name="basis"
        label={t("basis")}
        value={basis}
        onChange={(event) => setBasis(event.target.value)}
        maxLength={500}
      />
      <TextArea
        name="reason"
        label={t("reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        rows={4}
        maxLength={4000}
      />
      <SignDialog
        label={t(`sign.${kind}`)}
        kind={kind === "suspend" ? "danger" : "primary"}
        prepare={prepare}
        commit={commit}
        input={{ lotId, kind, basis, reason }}
        done={t("done")}
        {...(complete ? {} : { refused: { reason: t("incomplete") } })}
      >
        {t(`effect.${kind}`)}
      </SignDialog>
    </div>
  );
}
