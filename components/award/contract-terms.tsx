import { useTranslations } from "next-intl";
import { DefinitionList } from "@/components/ui/definition-list";

type Props = {
  readonly terms: { readonly mainTerms: string; readonly payment: string; readonly performanceBondBp: number };
};

/** What the tender documents fixed of the contract; the contract may not say otherwise. */
export function ContractTerms({ terms }: Props) {
  const t = useTranslations("award.terms");
  const bond = terms.performanceBondBp;
  return (
    <>
      <h3>{t("title")}</h3>
      <DefinitionList
        items={[
          { term: t("main"), value: terms.mainTerms, wide: true },
          { term: t("payment"), value: terms.payment, wide: true },
          { term: t("bond"), value: bond > 0 ? t("share", { percent: (bond / 100).toFixed(2) }) : t("none") },
        ]}
      />
    </>
  );
}
