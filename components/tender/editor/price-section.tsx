"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextArea, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { RuleLinks } from "@/components/ui/rule-link";
import { bytesToHex, randomBytes } from "@/lib/crypto/bytes";
import { commitReferencePrice } from "@/lib/crypto/reference-price";
import type { PriceTerms } from "@/lib/domain/terms";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";
import { YuanInput } from "./yuan-input";

export function PriceSection({ lotCode, ...props }: SectionProps<PriceTerms> & { readonly lotCode: string }) {
  const t = useTranslations("tender.price");
  const { value, set, saving } = useSection(props);
  return (
    <SectionFrame saving={saving}>
      <YuanInput
        name="ceiling"
        label={t("ceiling")}
        optional
        hint={
          <>
            {t("ceilingHint")} <RuleLinks ids={["R-51"]} />
          </>
        }
        value={value.ceiling ?? ""}
        onChange={(ceiling) => set({ ...value, ceiling: ceiling || null })}
      />
      {value.ceiling === null ? (
        <TextField
          name="ceilingMethod"
          label={t("ceilingMethod")}
          value={value.ceilingMethod}
          onChange={(e) => set({ ...value, ceilingMethod: e.target.value })}
        />
      ) : null}
      <TextArea
        name="requirements"
        label={t("requirements")}
        rows={5}
        value={value.requirements}
        onChange={(e) => set({ ...value, requirements: e.target.value })}
      />
      <YuanInput
        name="documentFee"
        label={t("documentFee")}
        hint={
          <>
            {t("documentFeeHint")} <RuleLinks ids={["R-46"]} />
          </>
        }
        value={value.documentFee}
        onChange={(fee) => set({ ...value, documentFee: fee || "0.00" })}
      />
      <ReferencePrice
        lotCode={lotCode}
        commitment={value.referenceCommitment}
        onCommit={(referenceCommitment) => set({ ...value, referenceCommitment })}
      />
    </SectionFrame>
  );
}

type ReferenceProps = {
  readonly lotCode: string;
  readonly commitment: string | null;
  readonly onCommit: (commitment: string | null) => void;
};

/** The reference price never leaves this computer before the opening: the platform gets its commitment alone. */
function ReferencePrice({ lotCode, commitment, onCommit }: ReferenceProps) {
  const t = useTranslations("tender.price");
  const [price, setPrice] = useState("");
  const commit = () => {
    const blind = bytesToHex(randomBytes(32));
    save(`${lotCode}-reference-price.json`, JSON.stringify({ blind, lot: lotCode, price }));
    onCommit(commitReferencePrice(lotCode, blind, price));
    setPrice("");
  };
  return (
    <section>
      <h3>
        {t("reference")} <RuleLinks ids={["R-52"]} />
      </h3>
      <p className="hint">{t("referenceHint")}</p>
      {commitment ? (
        <Notice tone="good" action={<Button onClick={() => onCommit(null)}>{t("referenceDrop")}</Button>}>
          {t("referenceKept")} <span className="code">{commitment.slice(0, 16)}…</span>
        </Notice>
      ) : (
        <>
          <YuanInput name="reference" label={t("referencePrice")} optional value={price} onChange={setPrice} />
          <Button onClick={commit} disabled={price === ""}>
            {t("referenceCommit")}
          </Button>
        </>
      )}
    </section>
  );
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
