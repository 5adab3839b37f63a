"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActForm } from "@/components/ui/act-form";
import { TextArea, TextField } from "@/components/ui/field";
import { type ContractFields, contractDifferences } from "@/lib/domain/contract";
import { parseYuan } from "@/lib/kernel/money";
import { ContractComparison } from "./contract-comparison";

/** As the server hands it over: amounts in yuan, so that nothing but text crosses. */
export type ContractDraft = {
  readonly number: string;
  readonly object: string;
  readonly price: string;
  readonly quality: string;
  readonly durationDays: string;
  readonly manager: string;
  readonly clauses: string;
};

type Props = {
  readonly lotId: string;
  readonly agreed: Pick<ContractDraft, "object" | "price" | "quality" | "durationDays" | "manager">;
  readonly draft: ContractDraft;
  // biome-ignore lint/suspicious/noExplicitAny: a server action made by `action`
  readonly action: (previous: any, form: FormData) => Promise<any>;
};

const fieldsOf = (text: Props["agreed"]): ContractFields => ({
  object: text.object,
  priceFen: parseYuan(text.price) ?? -1n,
  quality: text.quality,
  durationDays: Number(text.durationDays),
  manager: text.manager,
});

const NAMES = ["object", "price", "quality", "durationDays", "manager"] as const;
const KEYS = {
  object: "object",
  price: "priceFen",
  quality: "quality",
  durationDays: "durationDays",
  manager: "manager",
} as const satisfies Record<(typeof NAMES)[number], keyof ContractFields>;

/**
 * The contract's fields of substance beside those of tender and bid, compared while one types with the same function as on
 * the server: what differs is marked and cannot be drafted.
 */
export function ContractForm({ lotId, agreed, draft, action }: Props) {
  const t = useTranslations("award");
  const [text, setText] = useState<ContractDraft>(draft);
  const differences = contractDifferences(fieldsOf(text), fieldsOf(agreed));
  const shown = NAMES.filter((name) => name !== "manager" || agreed.manager !== "");
  return (
    <ActForm
      action={action}
      submit={t("draft")}
      hidden={{ lotId, ...(agreed.manager === "" ? { manager: "" } : {}) }}
      {...(differences.length > 0 ? { refused: { reason: t("field.differs"), rules: ["R-145"] } } : {})}
    >
      <p className="sec">{t("mustMatch")}</p>
      <TextField name="number" label={t("field.number")} defaultValue={draft.number} />
      {shown.map((name) => (
        <TextField
          key={name}
          name={name}
          label={t(`field.${name === "durationDays" ? "duration" : name}`)}
          hint={t("field.mustBe", { value: agreed[name] })}
          {...(name === "price" ? { unit: t("yuan"), inputMode: "decimal" as const } : {})}
          {...(differences.includes(KEYS[name]) ? { error: t("field.differs") } : {})}
          value={text[name]}
          onChange={(event) => setText({ ...text, [name]: event.target.value })}
        />
      ))}
      <TextArea name="clauses" label={t("field.clauses")} optional defaultValue={draft.clauses} rows={6} />
      <ContractComparison
        fields={shown.map((name) => ({
          key: KEYS[name],
          agreed: agreed[name],
          contract: text[name],
          same: !differences.includes(KEYS[name]),
        }))}
      />
    </ActForm>
  );
}
