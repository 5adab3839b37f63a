"use client";

import { useTranslations } from "next-intl";
import { SignDialog } from "@/components/signing/sign-dialog";
import { noteAnswer } from "./answered";
import { submitStatement } from "./seal-bid";

type Props = {
  readonly bidId: string;
  /** Number of the bid's latest statement; the withdrawal is the next. */
  readonly seq: number;
  // biome-ignore lint/suspicious/noExplicitAny: a server action made by `call`
  readonly prepare: (input: any) => Promise<any>;
};

/** Taking the bid back before the deadline: a signed statement like the seal. */
export function WithdrawBid({ bidId, seq, prepare }: Props) {
  const t = useTranslations("bid");
  return (
    <section className="sect">
      <h2>{t("changes")}</h2>
      <p className="sec">{t("changesHint")}</p>
      <SignDialog
        label={t("withdraw")}
        title={t("withdrawAsk")}
        kind="danger"
        prepare={prepare}
        input={{ bidId }}
        commit={async ({ signed }) => {
          const answer = await submitStatement(bidId, "withdrawals", signed);
          if (answer.ok) noteAnswer(bidId, { seq: seq + 1, state: "withdrawn" });
          return answer;
        }}
      >
        {t("withdrawEffect")}
      </SignDialog>
    </section>
  );
}
