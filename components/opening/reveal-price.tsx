"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActForm } from "@/components/ui/act-form";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";

type Kept = { readonly price: string; readonly blind: string };
type Props = {
  readonly lotId: string;
  readonly lotCode: string;
  // biome-ignore lint/suspicious/noExplicitAny: a server action made by `action`
  readonly action: (previous: any, form: FormData) => Promise<any>;
};

/** The host announces the reference price from the file that its browser kept when it was committed to. */
export function RevealPrice({ lotId, lotCode, action }: Props) {
  const t = useTranslations("opening.reference");
  const [kept, setKept] = useState<Kept | null>(null);
  const [unfit, setUnfit] = useState(false);
  const read = async (file: File | undefined) => {
    const found = file ? keptIn(await file.text(), lotCode) : null;
    setKept(found);
    setUnfit(file !== undefined && found === null);
  };
  return (
    <>
      <label className="field">
        <span>{t("file")}</span>
        <input type="file" accept=".json,application/json" onChange={(e) => void read(e.target.files?.[0])} />
      </label>
      <p className="hint">{t("fileHint", { name: `${lotCode}-reference-price.json` })}</p>
      {unfit ? (
        <Notice tone="bad" role="alert">
          {t("unfit")}
        </Notice>
      ) : null}
      {kept ? (
        <ActForm action={action} submit={t("reveal")} hidden={{ lotId, ...kept }}>
          <p>
            {t("price")} <Money value={kept.price} unit />
          </p>
        </ActForm>
      ) : null}
    </>
  );
}

/** What the editor saved; anything else, or another lot's, is no such file. */
function keptIn(text: string, lotCode: string): Kept | null {
  try {
    const { price, blind, lot } = JSON.parse(text) as Record<string, unknown>;
    return typeof price === "string" && typeof blind === "string" && lot === lotCode ? { price, blind } : null;
  } catch {
    return null;
  }
}
