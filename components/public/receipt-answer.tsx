"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Digest } from "@/components/ui/code";
import { Icon } from "@/components/ui/icon";
import { Instant } from "@/components/ui/instant";
import type { ReceiptCheck } from "./check-receipt";

/** The answer about a receipt, made from the file alone. */
export function ReceiptAnswer({ check }: { readonly check: ReceiptCheck }) {
  const t = useTranslations("verify");
  if (check.verdict !== "match") {
    const reason = check.verdict === "unreadable" ? "unreadable" : check.reason === "bid" ? "otherBid" : check.reason;
    return (
      <div className="note bad receipt-result">
        <Icon name="bad" />
        <div className="grow">
          <b>{t("receipt.bad")}</b> {t(`receipt.${reason}`)}
        </div>
      </div>
    );
  }
  const { receipt } = check;
  const lines: readonly (readonly [string, ReactNode])[] = [
    [t("receipt.status"), t(`receipt.${receipt.status}`)],
    [t("receipt.tender"), `${receipt.tender.id} ${receipt.tender.lot}`],
    [t("receipt.bidder"), check.bidder],
    [t("receipt.version"), String(receipt.seq)],
    [t("receipt.arrival"), <Instant key="a" at={new Date(receipt.arrival)} />],
    [t("receipt.bid"), <Digest key="d" hex={receipt.bid} />],
    [t("receipt.signer"), t("receipt.signedBy", { name: check.signer, issuer: check.issuer, serial: check.serial })],
    [t("receipt.timestamp"), check.timestamp ? <Instant key="t" at={check.timestamp} /> : t("receipt.pending")],
    [t("receipt.proof"), t(check.proof ? "receipt.proofThere" : "receipt.pending")],
  ];
  return (
    <div className="note good receipt-result">
      <Icon name="good" />
      <div className="grow">
        <b>{t("receipt.good")}</b>
        <dl className="kv">
          {lines.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="small">{t("receipt.scope")}</p>
      </div>
    </div>
  );
}
