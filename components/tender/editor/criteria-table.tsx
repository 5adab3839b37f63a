"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { CriterionGroup, CriterionTerms } from "@/lib/domain/method-terms";

const GROUPS: readonly CriterionGroup[] = ["qualification", "technical", "business", "credit", "price"];
const KINDS: readonly CriterionTerms["kind"][] = ["subjective", "objective", "formula", "passFail"];

type Props = {
  readonly criteria: readonly CriterionTerms[];
  readonly onChange: (criteria: readonly CriterionTerms[]) => void;
};

/** Criteria as a tree in a table: groups and their leaves, marks, kind, standard, evidence. */
export function CriteriaTable({ criteria, onChange }: Props) {
  const t = useTranslations("tender.method");
  const change = (id: string, part: Partial<CriterionTerms>) =>
    onChange(criteria.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const remove = (id: string) => onChange(criteria.filter((one) => one.id !== id && one.parent !== id));
  const add = (parent: CriterionTerms | null) => {
    const fresh = newCriterion(criteria, parent);
    const at = parent
      ? criteria.findLastIndex((one) => one.id === parent.id || one.parent === parent.id) + 1
      : criteria.length;
    onChange([...criteria.slice(0, at), fresh, ...criteria.slice(at)]);
  };
  const heads = ["name", "group", "kindOf", "max", "step", "acts"] as const;
  return (
    <div className="scroll">
      <table className="tbl top2 criteria">
        <caption className="vh">{t("criteria")}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head} className={head === "max" || head === "step" ? "r" : undefined}>
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {criteria.map((one) => (
            <Row
              key={one.id}
              one={one}
              group={criteria.some(({ parent }) => parent === one.id)}
              onChange={(part) => change(one.id, part)}
              onRemove={() => remove(one.id)}
              onAdd={() => add(one)}
            />
          ))}
        </tbody>
      </table>
      <p>
        <Button onClick={() => add(null)}>{t("add")}</Button>
      </p>
    </div>
  );
}

type RowProps = {
  readonly one: CriterionTerms;
  readonly group: boolean;
  readonly onChange: (part: Partial<CriterionTerms>) => void;
  readonly onRemove: () => void;
  readonly onAdd: () => void;
};

function Row({ one, group, onChange, onRemove, onAdd }: RowProps) {
  const t = useTranslations("tender.method");
  const named = (what: string) => `${t(what)} ${one.name || one.id}`;
  return (
    <>
      <tr className={group ? "grp" : undefined}>
        <th scope="row" className={one.parent ? "in" : undefined}>
          <input
            className="inp"
            aria-label={named("name")}
            value={one.name}
            onChange={(e) => onChange({ name: e.target.value })}
          />
        </th>
        <td>
          <select
            className="inp"
            aria-label={named("group")}
            value={one.group}
            onChange={(e) => onChange({ group: e.target.value as CriterionGroup })}
          >
            {GROUPS.map((value) => (
              <option key={value} value={value}>
                {t(`groups.${value}`)}
              </option>
            ))}
          </select>
        </td>
        <td>
          <select
            className="inp"
            aria-label={named("kindOf")}
            value={one.kind}
            disabled={group}
            onChange={(e) => onChange({ kind: e.target.value as CriterionTerms["kind"] })}
          >
            {KINDS.map((value) => (
              <option key={value} value={value}>
                {t(`kinds.${value}`)}
              </option>
            ))}
          </select>
        </td>
        <td className="r">
          {group ? "—" : <MarkInput label={named("max")} value={one.max} onChange={(max) => onChange({ max })} />}
        </td>
        <td className="r">
          {group ? "—" : <MarkInput label={named("step")} value={one.step} onChange={(step) => onChange({ step })} />}
        </td>
        <td className="nw">
          {one.parent === null ? (
            <Button size="sm" onClick={onAdd}>
              {t("addUnder")}
            </Button>
          ) : null}{" "}
          <Button size="sm" onClick={onRemove}>
            {t("remove")}
          </Button>
        </td>
      </tr>
      {group ? null : (
        <tr className="more">
          <td colSpan={6}>
            <div className="fields">
              <label>
                {t("basis")}
                <input className="inp" value={one.basis} onChange={(e) => onChange({ basis: e.target.value })} />
              </label>
              <label>
                {t("evidence")}
                <input className="inp" value={one.evidence} onChange={(e) => onChange({ evidence: e.target.value })} />
              </label>
              <label>
                <input type="checkbox" checked={one.blind} onChange={(e) => onChange({ blind: e.target.checked })} />
                {t("blind")}
              </label>
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

/** Marks with two decimals; what is typed stays until it is a number. */
function MarkInput({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (mark: string) => void;
}) {
  return (
    <input
      className="inp num"
      type="number"
      min={0}
      step={0.5}
      aria-label={label}
      value={String(Number(value))}
      onChange={(e) => onChange(Number(e.target.value || 0).toFixed(2))}
    />
  );
}

function newCriterion(criteria: readonly CriterionTerms[], parent: CriterionTerms | null): CriterionTerms {
  let n = criteria.length + 1;
  while (criteria.some(({ id }) => id === `c${n}`)) n += 1;
  return {
    id: `c${n}`,
    parent: parent?.id ?? null,
    name: "",
    group: parent?.group ?? "technical",
    kind: "subjective",
    max: "0.00",
    step: "0.50",
    basis: "",
    evidence: "",
    blind: parent?.blind ?? false,
  };
}
