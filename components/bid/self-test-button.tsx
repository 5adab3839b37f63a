"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useDriverWords } from "@/components/signing/driver-words";
import { KeyPicker } from "@/components/signing/key-picker";
import type { KeyChoice } from "@/components/signing/keyring";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { selfTest } from "./self-test";

type Props = {
  readonly bidId: string;
  readonly digest: string;
  readonly tested: (input: { bidId: string; digest: string }) => Promise<unknown>;
};

/** Tries the bidder's key on the submitted bid, as often as wanted. */
export function SelfTestButton({ bidId, digest, tested }: Props) {
  const t = useTranslations("bid");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const driverWords = useDriverWords();
  const [result, setResult] = useState<{ readonly passed: boolean; readonly words: string } | null>(null);
  const run = async () => {
    if (!choice) return;
    try {
      const passed = await selfTest(bidId, choice.key, digest, tested);
      setResult({ passed, words: t(passed ? "receipt.testGood" : "receipt.testBad") });
      if (passed) router.refresh();
    } catch (error) {
      setResult({ passed: false, words: driverWords(error) });
    }
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("receipt.test")}</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("receipt.selfTest")}
        footer={
          <Button kind="primary" disabled={!choice} onClick={() => void run()}>
            {t("receipt.test")}
          </Button>
        }
      >
        <KeyPicker choice={choice} onChoose={setChoice} />
        {result === null ? null : (
          <Notice tone={result.passed ? "good" : "bad"} role="status">
            {result.words}
          </Notice>
        )}
      </Dialog>
    </>
  );
}
