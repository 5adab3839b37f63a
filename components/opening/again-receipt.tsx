import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";

/** The signed receipt of what was submitted again, to be kept like that of the bid. */
export function AgainReceipt({ bidId, digest }: { readonly bidId: string; readonly digest: string }) {
  const t = useTranslations("opening.resubmit");
  return (
    <p className="again-receipt">
      <ButtonLink href={`/api/v1/bids/${bidId}/receipt?digest=${digest}`} download>
        {t("receipt")}
      </ButtonLink>{" "}
      <ButtonLink href={`/api/v1/bids/${bidId}/receipt-pdf?digest=${digest}`} download>
        {t("receiptPdf")}
      </ButtonLink>
    </p>
  );
}
