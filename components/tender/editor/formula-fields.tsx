"use client";

import { useTranslations } from "next-intl";
import { SelectField, TextField } from "@/components/ui/field";
import { RuleLinks } from "@/components/ui/rule-link";
import type { PriceFormula } from "@/lib/domain/method-terms";

export const NEW_FORMULA: PriceFormula = {
  score: "P1",
  benchmark: "B1",
  full: "40.00",
  e1: "1",
  e2: "0.5",
  drop: 1,
  dropFrom: 5,
  k1: ["0.95", "0.96", "0.97"],
  k2: ["0.98"],
  q1: ["0.30"],
  rates: ["1", "1.5", "2"],
  places: 2,
};

const SCORES = ["P1", "P2", "P3"] as const;
const BENCHMARKS = ["B1", "B2", "B3", "B4", "B5", "B6"] as const;
/** Lists each benchmark draws from; more than one entry is drawn in the opening session. */
const LISTS: Readonly<Record<PriceFormula["benchmark"], readonly ("k1" | "k2" | "q1" | "rates")[]>> = {
  B1: [],
  B2: [],
  B3: ["rates"],
  B4: ["k1", "k2", "q1"],
  B5: [],
  B6: ["rates"],
};

type Props = { readonly price: PriceFormula; readonly onChange: (price: PriceFormula) => void };

/** How the price is scored: formula, benchmark, what is drawn in the opening session. */
export function FormulaFields({ price, onChange }: Props) {
  const t = useTranslations("tender.formula");
  const text = (name: "e1" | "e2") => (
    <TextField
      name={name}
      label={t(name)}
      unit={t("marks")}
      inputMode="decimal"
      value={price[name]}
      onChange={(e) => onChange({ ...price, [name]: e.target.value })}
    />
  );
  const count = (name: "drop" | "dropFrom" | "places") => (
    <TextField
      name={name}
      label={t(name)}
      type="number"
      min={0}
      max={50}
      value={String(price[name])}
      onChange={(e) => onChange({ ...price, [name]: Number(e.target.value) })}
      short
    />
  );
  return (
    <section>
      <h3>{t("title")}</h3>
      <SelectField
        name="score"
        label={t("score")}
        options={SCORES.map((value) => ({ value, label: t(value) }))}
        value={price.score}
        onChange={(e) => onChange({ ...price, score: e.target.value as PriceFormula["score"] })}
      />
      <TextField
        name="full"
        label={t("full")}
        type="number"
        min={0}
        step={0.5}
        unit={t("marks")}
        value={String(Number(price.full))}
        onChange={(e) => onChange({ ...price, full: Number(e.target.value || 0).toFixed(2) })}
      />
      {price.score === "P1" ? (
        <>
          <SelectField
            name="benchmark"
            label={t("benchmark")}
            options={BENCHMARKS.map((value) => ({ value, label: t(value) }))}
            value={price.benchmark}
            onChange={(e) => onChange({ ...price, benchmark: e.target.value as PriceFormula["benchmark"] })}
          />
          <div className="two">
            {text("e1")}
            {text("e2")}
          </div>
          {price.benchmark === "B2" || price.benchmark === "B3" ? (
            <div className="two">
              {count("drop")}
              {count("dropFrom")}
            </div>
          ) : null}
          {LISTS[price.benchmark].map((name) => (
            <TextField
              key={name}
              name={name}
              label={t(name)}
              hint={
                <>
                  {t("listHint")} <RuleLinks ids={["R-106"]} />
                </>
              }
              value={price[name].join(" ")}
              onChange={(e) => onChange({ ...price, [name]: e.target.value.split(/[\s,，、]+/).filter(Boolean) })}
            />
          ))}
        </>
      ) : null}
      {count("places")}
    </section>
  );
}
