"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FileDrop } from "@/components/ui/file-drop";
import { checkReceipt, type ReceiptCheck } from "../public/check-receipt";
import { ReceiptAnswer } from "../public/receipt-answer";

/** Checks a receipt by its file alone. @param platformFingerprint the platform's certificate when this page was fetched */
export function ReceiptTool({ platformFingerprint }: { readonly platformFingerprint: string }) {
  const t = useTranslations("offline.receipt");
  const [check, setCheck] = useState<ReceiptCheck | null>(null);
  const take = async (file: File | undefined) => {
    if (file) setCheck(await checkReceipt(await file.text(), platformFingerprint));
  };
  return (
    <>
      <FileDrop
        name="receipt"
        label={t("file")}
        hint={t("hint")}
        accept={[".sbcr"]}
        maxBytes={8 * 1024 * 1024}
        onFiles={([dropped]) => void take(dropped?.file)}
      />
      <div role="status">{check ? <ReceiptAnswer check={check} /> : null}</div>
    </>
  );
}
