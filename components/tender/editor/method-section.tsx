"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SelectField, TextArea } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import { type CriterionTerms, type MethodTerms, totalHundredths } from "@/lib/domain/method-terms";
import { CriteriaTable } from "./criteria-table";
import { FormulaFields, NEW_FORMULA } from "./formula-fields";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";

export function MethodSection(props: SectionProps<MethodTerms>) {
  const t = useTranslations("tender.method");
  const { value, set, saving } = useSection(props);
  const scoring = value.kind === "comprehensiveScoring";
  const setKind = (kind: MethodTerms["kind"]) =>
    set({ ...value, kind, price: kind === "comprehensiveScoring" ? (value.price ?? NEW_FORMULA) : null });
  const setCriteria = (criteria: readonly CriterionTerms[]) => set({ ...value, criteria });
  const sum = totalHundredths(value);
  return (
    <SectionFrame saving={saving}>
      <SelectField
        name="kind"
        label={t("kind")}
        options={[
          { value: "comprehensiveScoring", label: t("comprehensive") },
          { value: "lowestEvaluatedPrice", label: t("lowest") },
        ]}
        value={value.kind}
        onChange={(e) => setKind(e.target.value as MethodTerms["kind"])}
      />
      <CriteriaTable criteria={value.criteria} onChange={setCriteria} />
      {scoring ? (
        <p className={sum === 10_000 ? "sec" : "err-t"} role="status">
          {t("sum", { sum: (sum / 100).toFixed(2) })} <RuleLinks ids={["R-48"]} />
        </p>
      ) : null}
      {scoring && value.price ? (
        <FormulaFields
          price={value.price}
          onChange={(price) =>
            set({
              ...value,
              price,
              criteria: value.criteria.map((one) => (one.group === "price" ? { ...one, max: price.full } : one)),
            })
          }
        />
      ) : null}
      <SelectField
        name="aggregation"
        label={t("aggregation")}
        options={[
          { value: "mean", label: t("mean") },
          { value: "trimmed", label: t("trimmed") },
        ]}
        value={value.aggregation}
        onChange={(e) => set({ ...value, aggregation: e.target.value as MethodTerms["aggregation"] })}
      />
      <TextArea
        name="rejectionGrounds"
        label={t("rejectionGrounds")}
        hint={t("rejectionHint")}
        optional
        rows={5}
        value={value.rejectionGrounds.join("\n")}
        onChange={(e) =>
          set({
            ...value,
            rejectionGrounds: e.target.value
              .split("\n")
              .filter((line, at, all) => line.trim() || at === all.length - 1),
          })
        }
      />
      <Button onClick={() => download(value)}>{t("export")}</Button>
    </SectionFrame>
  );
}

/** The table as CSV, with the mark by which spreadsheets know UTF-8. */
function download({ criteria }: MethodTerms): void {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = criteria.map(({ id, parent, name, group, kind, max, step, basis, evidence }) => [
    id,
    parent ?? "",
    name,
    group,
    kind,
    max,
    step,
    basis,
    evidence,
  ]);
  const head = ["id", "parent", "name", "group", "kind", "max", "step", "basis", "evidence"];
  const text = `﻿${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: address, download: "criteria.csv" }).click();
  URL.revokeObjectURL(address);
}
