"use client";

import type { KeyboardEvent, ReactNode } from "react";
import type { Cell, DeskColumn } from "./types";

export type GridRow = { readonly id: string; readonly name: string; readonly max?: string; readonly head?: string };

type Props = {
  readonly caption: string;
  /** Head of the first column: 评审因素. */
  readonly rowHead: string;
  readonly maxHead?: string;
  readonly rows: readonly GridRow[];
  readonly columns: readonly DeskColumn[];
  /** Short heads where names are long; the name is read out. */
  readonly short?: readonly string[];
  readonly active: Cell;
  readonly onMove: (cell: Cell) => void;
  /** A character typed on a cell: begins its entry. */
  readonly onType?: (text: string) => void;
  /** What stands in a cell, and how it is read. */
  readonly cell: (cell: Cell) => { readonly shown: ReactNode; readonly said: string };
};

/** The next cell in a direction; none at the edge. */
export function moved(
  { bid, row }: Cell,
  key: string,
  columns: readonly { readonly key: string }[],
  rows: readonly { readonly id: string }[],
): Cell | null {
  const [x, y] = [columns.findIndex((one) => one.key === bid), rows.findIndex(({ id }) => id === row)];
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [0, 0];
  const [to, line] = [columns[x + (dx ?? 0)], rows[y + (dy ?? 0)]];
  return (dx || dy) && to && line ? { bid: to.key, row: line.id } : null;
}

/** The cell after this one: the next bid of the same row, then the next row. */
export function following(
  { bid, row }: Cell,
  columns: readonly { readonly key: string }[],
  rows: readonly { readonly id: string }[],
): Cell {
  const x = columns.findIndex((one) => one.key === bid);
  const y = rows.findIndex(({ id }) => id === row);
  const next = columns[x + 1];
  if (next) return { bid: next.key, row };
  return { bid: columns[0]?.key ?? bid, row: rows[(y + 1) % rows.length]?.id ?? row };
}

/** Rows by bids: the form's navigation as well. One stop of the tabulator; arrows move, digits begin an entry. */
export function DeskGrid({ caption, rowHead, maxHead, rows, columns, short, active, onMove, onType, cell }: Props) {
  const keys = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moved(active, event.key, columns, rows);
    if (to) {
      event.preventDefault();
      onMove(to);
      const place = `[data-cell="${CSS.escape(`${to.bid} ${to.row}`)}"]`;
      event.currentTarget.querySelector<HTMLElement>(place)?.focus();
    } else if (onType && /^[\d.]$/.test(event.key)) {
      event.preventDefault();
      onType(event.key);
    }
  };
  return (
    <div className="gridbox">
      <table className="grid" onKeyDown={keys}>
        <caption className="vh">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{rowHead}</th>
            {maxHead ? (
              <th scope="col" className="c max">
                {maxHead}
              </th>
            ) : null}
            {columns.map(({ key, label }, at) => (
              <th key={key} scope="col" className={key === active.bid ? "c on" : "c"} title={label}>
                {short ? (
                  <>
                    <span aria-hidden="true">{short[at]}</span>
                    <span className="vh">{label}</span>
                  </>
                ) : (
                  label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.id === active.row ? "on" : undefined}>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              {maxHead ? <td className="c num sub">{row.max}</td> : null}
              {columns.map(({ key, label }) => {
                const current = key === active.bid && row.id === active.row;
                const { shown, said } = cell({ bid: key, row: row.id });
                return (
                  <td key={key} className={current ? "c num cur" : "c num"}>
                    <button
                      type="button"
                      data-cell={`${key} ${row.id}`}
                      tabIndex={current ? 0 : -1}
                      aria-current={current ? "true" : undefined}
                      aria-label={`${label} ${row.name} ${said}`}
                      onClick={() => onMove({ bid: key, row: row.id })}
                    >
                      {shown}
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
