"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { buttonClass } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SessionOver } from "@/components/ui/session-over";
import { judgedBy } from "@/lib/domain/bid-parts";
import type { Tier } from "@/lib/domain/marking";
import type { CriterionTerms } from "@/lib/domain/method-terms";
import { beijingTime } from "@/lib/i18n/instants";
import { DeskGrid } from "./desk-grid";
import { DeskDocs, DeskHead, DeskKey, Legend } from "./desk-parts";
import { MarkForm } from "./mark-form";
import type { Call, Cell, DeskColumn, DeskFile, FormAct } from "./types";
import { type Keeping, placeOf } from "./mark-queue";
import { useKeepMarks } from "./use-keep-marks";

export type DeskCriterion = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly kind: CriterionTerms["kind"];
  readonly max: string;
  readonly step: string;
  readonly basis: string;
  readonly evidence: string;
  readonly tiers: readonly Tier[];
};
export type Mark = { readonly value: string; readonly reason: string; readonly page: string };
type Props = {
  readonly lotId: string;
  /** The membership, by which what waits of one is told from what waits of another. */
  readonly seat: string;
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
  /** What was asked of bidders, under the form. */
  readonly children?: ReactNode;
};

const NONE: Mark = { value: "", reason: "", page: "" };

/** The grid of one's own marks with the form of the active cell, beside the documents (ux 7.9). */
export function MarkDesk(props: Props) {
  const { lotId, phase, criteria, columns, files, locked } = props;
  const t = useTranslations("review.marks");
  const [active, setActive] = useState<Cell>(() => firstOpen(props));
  const [typed, setTyped] = useState<ReadonlyMap<string, Mark>>(new Map());
  const keeping = useKeepMarks(lotId, props.seat, phase, props.save);
  // What the server has, over it what still waited here when the page was opened, over it what was typed since.
  const marks = new Map<string, Mark>([
    ...[...props.marks, ...keeping.restored].map((one) => [placeOf(one), one] as const),
    ...typed,
  ]);
  const places = columns.flatMap(({ key }) => criteria.map(({ id }) => ({ bid: key, row: id })));
  // What waits of a grid that is no longer this one, as after a member was replaced, has no cell and holds nothing up.
  const refused = places.filter(({ bid, row }) => keeping.refused[`${bid} ${row}`]);
  const input = useRef<HTMLInputElement>(null);
  const done = places.filter(({ bid, row }) => marks.get(`${bid} ${row}`)?.value).length;
  const all = places.length;
  const label = columns.find(({ key }) => key === active.bid)?.label ?? "";
  const criterion = criteria.find(({ id }) => id === active.row);
  const short = props.blind ? undefined : columns.map((_, at) => String(at + 1));
  return (
    <>
      <div className="evb">
        <DeskDocs
          files={files}
          title={t("documents")}
          bid={active.bid}
          label={label}
          watermark={props.watermark}
          about={criterion ? judgedBy(criterion, phase) : null}
        />
        <aside className="side" aria-label={t("own")}>
          <DeskHead title={t("own")} done={done} count={t("count", { all })} />
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
              if (mark?.value && keeping.refused[`${bid} ${row}`])
                return { shown: <span className="bad">{mark.value}</span>, said: t("notKept", { value: mark.value }) };
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
              key={`${active.bid} ${active.row} ${keeping.restored.length}`}
              cell={active}
              label={label}
              criteria={criteria}
              columns={columns}
              mark={marks.get(`${active.bid} ${active.row}`) ?? NONE}
              refused={keeping.refused[`${active.bid} ${active.row}`]}
              input={input}
              onMove={(to) => {
                setActive(to);
                requestAnimationFrame(() => {
                  input.current?.focus();
                  // Where the field had the focus already, as in a grid of one cell, nothing else selects its mark.
                  input.current?.select();
                });
              }}
              onKeep={(mark) => {
                const one = { bid: active.bid, criterion: active.row, ...mark };
                setTyped((now) => new Map(now).set(placeOf(one), mark));
                keeping.keep(one);
              }}
            />
          )}
          {props.children}
        </aside>
      </div>
      <footer className="keys">
        <DeskKey keys={["↑", "↓"]}>{t("keys.rows")}</DeskKey>
        <DeskKey keys={["←", "→"]}>{t("keys.bids")}</DeskKey>
        <DeskKey keys={["0–9", "Enter"]}>{t("keys.enter")}</DeskKey>
        <span role="status" className={keeping.offline || keeping.held ? "warn" : undefined}>
          <Said keeping={keeping} />
        </span>
        {keeping.held?.code === "SIGN_IN_NEEDED" ? <SessionOver failure={keeping.held} /> : null}
        {locked ? null : (
          <>
            {refused[0] ? (
              <button type="button" className="end btn sm" onClick={() => refused[0] && setActive(refused[0])}>
                {t("refusedLeft", { count: refused.length })}
              </button>
            ) : (
              <span className="end">{done < all ? t("left", { count: all - done }) : t("whole")}</span>
            )}
            {done < all || keeping.waiting > 0 || refused.length > 0 ? (
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

/** How the marks are kept: what waits and why, or when the last was saved. */
function Said({ keeping: { offline, held, waiting, savedAt } }: { readonly keeping: Keeping }) {
  const t = useTranslations("review.marks");
  if (offline) return t("offline", { count: waiting });
  if (held) return t("held", { count: waiting, why: held.message });
  if (waiting > 0) return t("saving", { count: waiting });
  return savedAt ? t("saved", { at: beijingTime(savedAt).slice(11) }) : "";
}

function firstOpen({ columns, criteria, marks }: Props): Cell {
  const given = new Set(marks.map(placeOf));
  for (const { id } of criteria)
    for (const { key } of columns) if (!given.has(`${key} ${id}`)) return { bid: key, row: id };
  return { bid: columns[0]?.key ?? "", row: criteria[0]?.id ?? "" };
}
