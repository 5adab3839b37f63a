"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";
import { NEXT_CANDIDATE_GROUNDS } from "@/lib/domain/award";

type Props = {
  readonly lotId: string;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
};

/** Takes the award back on a ground of the law; rare, so it stays folded. */
export function GiveUp({ lotId, prepare, commit }: Props) {
  const t = useTranslations("award");
  const [ground, setGround] = useState<string>(NEXT_CANDIDATE_GROUNDS[0]);
  const [reason, setReason] = useState("");
  return (
    <details className="fold">
      <summary>{t("giveUp.title")}</summary>
      <p className="sec">{t("giveUp.lead")}</p>
      <SelectField
        name="giveUpGround"
        label={t("keepGround")}
        value={ground}
        onChange={(event) => setGround(event.target.value)}
        options={NEXT_CANDIDATE_GROUNDS.map((one) => ({ value: one, label: t(`grounds.${one}`) }))}
      />
      <TextArea
        name="giveUpReason"
        label={t("reason")}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <SignDialog
        label={t("giveUp.act")}
        kind="danger"
        size="normal"
        prepare={prepare}
        commit={commit}
        input={{ lotId, ground, reason }}
      >
        {t("giveUp.effect")}
      </SignDialog>
    </details>
  );
}
