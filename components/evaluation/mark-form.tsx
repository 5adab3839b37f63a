"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { needsReason, tierOf } from "@/lib/domain/marking";
import { markFault } from "@/lib/domain/scoring-members";
import { following, moved } from "./desk-grid";
import type { DeskCriterion, Mark } from "./mark-desk";
import type { Cell, DeskColumn } from "./types";

type FormProps = {
  readonly cell: Cell;
  readonly label: string;
  readonly criteria: readonly DeskCriterion[];
  readonly columns: readonly DeskColumn[];
  readonly mark: Mark;
  readonly refused: { readonly message: string; readonly rules: readonly string[] } | undefined;
  readonly input: { current: HTMLInputElement | null };
  readonly onMove: (to: Cell) => void;
  readonly onKeep: (mark: Mark) => void;
};

/** Score, tier, reason and quoted page of one cell. What breaks a bound or a step is said at once and not kept. */
export function MarkForm({ cell, label, criteria, columns, mark, refused, input, onMove, onKeep }: FormProps) {
  const t = useTranslations("review.marks");
  const [draft, setDraft] = useState(mark);
  const [told, setTold] = useState("");
  const criterion = criteria.find(({ id }) => id === cell.row);
  if (!criterion) return null;
  const { name, max, step, tiers, basis } = criterion;
  const tier = tierOf(tiers, draft.value);
  const before = columns[columns.findIndex(({ key }) => key === cell.bid) - 1];
  const keep = (): boolean => {
    if (draft.value === "") return false;
    const fault = markFault(criterion, draft.value);
    if (fault) setTold(t(`fault.${fault}`, { max, step }));
    else if (needsReason(criterion, draft.value) && draft.reason.trim().length < 2) setTold(t("fault.reason"));
    else {
      setTold("");
      if (draft.value !== mark.value || draft.reason !== mark.reason || draft.page !== mark.page || refused)
        onKeep(draft);
      return true;
    }
    return false;
  };
  const go = (to: Cell | null) => {
    if (to && (draft.value === "" || keep())) onMove(to);
  };
  const problem = told || refused?.message;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (keep()) onMove(following(cell, columns, criteria));
      }}
    >
      <div className="between">
        <h2>{`${label}　${name}`}</h2>
        <span className="sub">{t("bounds", { max, step })}</span>
      </div>
      <div className="score">
        <input
          ref={input}
          className="inp num"
          inputMode="decimal"
          autoComplete="off"
          aria-label={t("score")}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? "mark-problem" : undefined}
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value.trim() })}
          // Coming back, what is typed takes the place of the mark; a click into the field would put the caret into it.
          onFocus={(event) => event.currentTarget.select()}
          onMouseDown={(event) => {
            if (document.activeElement === event.currentTarget) return;
            event.preventDefault();
            event.currentTarget.focus();
          }}
          onBlur={keep}
          onKeyDown={(event) => {
            const to = moved(cell, event.key, columns, criteria);
            if (!to) return;
            event.preventDefault();
            go(to);
          }}
        />
        <span className="sub">{`/ ${max}`}</span>
        {tiers.length > 0 ? (
          <ul className="tiers" aria-label={t("tiers")}>
            {tiers.map((one) => (
              <li key={one.name} className={one === tier ? "on" : undefined}>
                <b>{one.name}</b>
                <i className="num">{t("range", { from: one.from, to: one.to })}</i>
              </li>
            ))}
          </ul>
        ) : (
          <p className="sub basis">{basis}</p>
        )}
      </div>
      {problem ? (
        <p className="err-t" id="mark-problem" role="alert">
          <Icon name="bad" />
          <span>{problem}</span>
        </p>
      ) : null}
      <div className="field">
        <label htmlFor="mark-reason">{t("reason")}</label>
        <textarea
          id="mark-reason"
          className="inp"
          rows={2}
          value={draft.reason}
          onChange={(event) => setDraft({ ...draft, reason: event.target.value })}
          onBlur={keep}
        />
      </div>
      <div className="field">
        <label htmlFor="mark-page">{t("page")}</label>
        <input
          id="mark-page"
          className="inp"
          value={draft.page}
          onChange={(event) => setDraft({ ...draft, page: event.target.value })}
          onBlur={keep}
        />
      </div>
      <p className="row gap8">
        <Button onClick={() => go(before ? { bid: before.key, row: cell.row } : null)} disabled={!before}>
          <Icon name="left" />
          {before?.label ?? t("first")}
        </Button>
        <button type="submit" className="btn primary grow">
          {t("keepAndNext")}
        </button>
      </p>
    </form>
  );
}
