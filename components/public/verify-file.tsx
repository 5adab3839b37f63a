"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type DragEvent, useEffect, useState } from "react";
import { fileDigest } from "@/components/ui/file-digest";
import { Progress } from "@/components/ui/progress";
import { checkReceipt, type ReceiptCheck } from "./check-receipt";
import { ReceiptAnswer } from "./receipt-answer";

const RECEIPT_BYTES = 8 * 1024 * 1024;

type Props = {
  /** SHA-256 of the platform's certificate; null where it is not at hand, then receipts need the offline verifier. */
  readonly platformFingerprint: string | null;
  /** Number that the visitor has typed, compared with the file. */
  readonly number?: string;
};

/** Drop zone of the verification page. The file is digested here; only its digest is asked for, a receipt not even that. */
export function VerifyFile({ platformFingerprint, number }: Props) {
  const t = useTranslations("verify");
  const router = useRouter();
  const [ready, setReady] = useState(false);
  const [part, setPart] = useState<number | null>(null);
  const [over, setOver] = useState(false);
  const [receipt, setReceipt] = useState<ReceiptCheck | null>(null);
  useEffect(() => setReady(true), []);

  const take = async (file: File | undefined) => {
    if (!file) return;
    setReceipt(null);
    if (file.name.toLowerCase().endsWith(".sbcr") && file.size <= RECEIPT_BYTES && platformFingerprint) {
      setReceipt(await checkReceipt(await file.text(), platformFingerprint));
      return;
    }
    setPart(0);
    const sha256 = await fileDigest(file, setPart);
    setPart(null);
    const query = new URLSearchParams({ ...(number ? { number } : {}), sha256 });
    router.push(`/verify?${query}#result`);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button as its other way */}
      <div
        className="filedrop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className="btn sm pick">
          {t("choose")}
          <input id="file" type="file" disabled={!ready} onChange={(event) => void take(event.target.files?.[0])} />
        </span>
        <p>{t("drop")}</p>
      </div>
      {part === null ? null : <Progress label={t("digesting")} value={part} />}
      <div role="status">{receipt ? <ReceiptAnswer check={receipt} /> : null}</div>
    </div>
  );
}
