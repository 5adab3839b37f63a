"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";
import { SelectField, TextArea } from "@/components/ui/field";
import { NEXT_CANDIDATE_GROUNDS } from "@/lib/domain/award";
import type { RuleId } from "@/lib/domain/rules";

type Props = {
  readonly kind: "winner" | "letters" | "contract" | "report";
  readonly lotId: string;
  readonly candidates: readonly { readonly digest: string; readonly name: string; readonly rank: number }[];
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly prepare: (input: any) => Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: server actions made by `call`
  readonly commit: (input: any) => Promise<any>;
  /** Why it cannot be signed yet. */
  readonly refused?: { readonly reason: string; readonly rules: readonly RuleId[] };
};

/** The signed acts of the award: choosing the winner, sending all letters, signing the contract. */
export function AwardActs({ kind, lotId, candidates, prepare, commit, refused }: Props) {
  const t = useTranslations("award");
  const [digest, setDigest] = useState(candidates[0]?.digest ?? "");
  const [ground, setGround] = useState("");
  const [reason, setReason] = useState("");
  if (kind !== "winner")
    return (
      <SignDialog
        label={t(`act.${kind}`)}
        prepare={prepare}
        commit={commit}
        input={{ lotId }}
        many
        {...(refused ? { refused } : {})}
      >
        {t(`effect.${kind}`)}
      </SignDialog>
    );
  const first = candidates.find((one) => one.digest === digest)?.rank === 1;
  return (
    <div>
      <SelectField
        name="winner"
        label={t("choose")}
        value={digest}
        onChange={(event) => setDigest(event.target.value)}
        options={candidates.map((one) => ({
          value: one.digest,
          label: t("ranked", { rank: one.rank, name: one.name }),
        }))}
      />
      {first ? null : (
        <>
          <SelectField
            name="ground"
            label={t("ground")}
            value={ground}
            onChange={(event) => setGround(event.target.value)}
            options={[
              { value: "", label: t("chooseGround") },
              ...NEXT_CANDIDATE_GROUNDS.map((one) => ({ value: one, label: t(`grounds.${one}`) })),
            ]}
          />
          <TextArea
            name="reason"
            label={t("reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
      <SignDialog
        label={t("act.winner")}
        prepare={prepare}
        commit={commit}
        input={{ lotId, digest, ground: first ? "" : ground, reason: first ? "" : reason }}
      >
        {t("effect.winner")}
      </SignDialog>
    </div>
  );
}
