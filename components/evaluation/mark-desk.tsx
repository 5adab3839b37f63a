"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { Button, buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { needsReason, type Tier, tierOf } from "@/lib/domain/marking";
import type { CriterionTerms } from "@/lib/domain/method-terms";
import { markFault } from "@/lib/domain/scoring-members";
import { DeskGrid, following, moved } from "./desk-grid";
import { DocPane } from "./doc-pane";
import type { Call, Cell, DeskColumn, DeskFile, FormAct } from "./types";
import { placeOf, useKeepMarks } from "./use-keep-marks";

export type DeskCriterion = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly kind: CriterionTerms["kind"];
  readonly max: string;
  readonly step: string;
  readonly basis: string;
  readonly tiers: readonly Tier[];
};
type Mark = { readonly value: string; readonly reason: string; readonly page: string };
type Props = {
  readonly lotId: string;
  readonly phase: "technical" | "business";
  readonly locked: boolean;
  readonly criteria: readonly DeskCriterion[];
  readonly columns: readonly DeskColumn[];
  readonly blind: boolean;
  readonly marks: readonly (Mark & { readonly bid: string; readonly criterion: string })[];
  readonly files: readonly DeskFile[];
  readonly watermark: string;
  readonly waitingFor: readonly string[];
  readonly save: Call;
  readonly lock: FormAct;
};

const NONE: Mark = { value: "", reason: "", page: "" };

/** The grid of one's own marks with the form of the active cell, beside the documents (ux 7.9). */
export function MarkDesk(props: Props) {
  const { lotId, phase, criteria, columns, files, locked } = props;
  const t = useTranslations("review.marks");
  const [active, setActive] = useState<Cell>(() => firstOpen(props));
  const [marks, setMarks] = useState(() => new Map(props.marks.map((one) => [placeOf(one), one as Mark])));
  const keeping = useKeepMarks(lotId, phase, props.save);
  const input = useRef<HTMLInputElement>(null);
  const done = columns.flatMap(({ key }) => criteria.filter(({ id }) => marks.get(`${key} ${id}`)?.value)).length;
  const all = columns.length * criteria.length;
  const label = columns.find(({ key }) => key === active.bid)?.label ?? "";
  const short = props.blind ? undefined : columns.map((_, at) => String(at + 1));
  return (
    <>
      <div className="evb">
        <div className="docs">
          <DocPane title={t("documents")} files={files.filter(({ bid }) => bid === "")} />
          <DocPane
            key={active.bid}
            title={label}
            files={files.filter(({ bid }) => bid === active.bid)}
            mark={props.watermark}
          />
        </div>
        <aside className="side" aria-label={t("own")}>
          <div className="between">
            <h2>{t("own")}</h2>
            <p>
              <b className="cn num">{done}</b>
              <span className="sub">{t("count", { all })}</span>
            </p>
          </div>
          <DeskGrid
            caption={t("caption")}
            rowHead={t("criterion")}
            maxHead={t("max")}
            rows={criteria}
            columns={columns}
            {...(short ? { short } : {})}
            active={active}
            onMove={setActive}
            {...(locked
              ? {}
              : {
                  onType: (text: string) => {
                    if (!input.current) return;
                    input.current.focus();
                    // As if typed into the field: React hears of it and the mark is a draft until Enter.
                    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
                    set?.call(input.current, text);
                    input.current.dispatchEvent(new Event("input", { bubbles: true }));
                  },
                })}
            cell={({ bid, row }) => {
              const mark = marks.get(`${bid} ${row}`);
              return mark?.value
                ? { shown: mark.value, said: mark.value }
                : { shown: <span className="e">·</span>, said: t("notYet") };
            }}
          />
          {short ? <Legend columns={columns} /> : null}
          {locked ? (
            <Notice tone="good">{t("locked", { names: props.waitingFor.join("、") || t("nobody") })}</Notice>
          ) : (
            <MarkForm
              key={`${active.bid} ${active.row}`}
              cell={active}
              label={label}
              criteria={criteria}
              columns={columns}
              mark={marks.get(`${active.bid} ${active.row}`) ?? NONE}
              refused={keeping.refused[`${active.bid} ${active.row}`]}
              input={input}
              onMove={(to) => {
                setActive(to);
                requestAnimationFrame(() => input.current?.focus());
              }}
              onKeep={(mark) => {
                const one = { bid: active.bid, criterion: active.row, ...mark };
                setMarks((now) => new Map(now).set(placeOf(one), mark));
                keeping.keep(one);
              }}
            />
          )}
        </aside>
      </div>
      <footer className="keys">
        <span>
          <kbd>↑</kbd>
          <kbd>↓</kbd>
          {t("keys.rows")}
        </span>
        <span>
          <kbd>←</kbd>
          <kbd>→</kbd>
          {t("keys.bids")}
        </span>
        <span>
          <kbd>0–9</kbd>
          <kbd>Enter</kbd>
          {t("keys.enter")}
        </span>
        <span role="status" className={keeping.offline ? "warn" : undefined}>
          {keeping.offline || keeping.waiting > 0
            ? t(keeping.offline ? "offline" : "saving", { count: keeping.waiting })
            : keeping.savedAt
              ? t("saved", { at: keeping.savedAt })
              : ""}
        </span>
        {locked ? null : (
          <>
            <span className="end">{done < all ? t("left", { count: all - done }) : t("whole")}</span>
            {done < all || keeping.waiting > 0 || Object.keys(keeping.refused).length > 0 ? (
              <button type="button" className={buttonClass("plain")} disabled>
                {t(`lock.${phase}`)}
              </button>
            ) : (
              <ConfirmAct
                label={t(`lock.${phase}`)}
                title={t(`lockTitle.${phase}`)}
                action={props.lock}
                hidden={{ lotId, phase }}
                kind="primary"
              >
                <p>{t("lockEffect")}</p>
              </ConfirmAct>
            )}
          </>
        )}
      </footer>
    </>
  );
}

function firstOpen({ columns, criteria, marks }: Props): Cell {
  const given = new Set(marks.map(placeOf));
  for (const { id } of criteria)
    for (const { key } of columns) if (!given.has(`${key} ${id}`)) return { bid: key, row: id };
  return { bid: columns[0]?.key ?? "", row: criteria[0]?.id ?? "" };
}

export function Legend({ columns }: { readonly columns: readonly DeskColumn[] }) {
  return (
    <ol className="legend sub">
      {columns.map(({ key, label }) => (
        <li key={key}>{label}</li>
      ))}
    </ol>
  );
}

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
function MarkForm({ cell, label, criteria, columns, mark, refused, input, onMove, onKeep }: FormProps) {
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
