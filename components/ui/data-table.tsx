import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state";

export type Column<Row> = {
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers and money stand right. */
  readonly right?: boolean;
  readonly nowrap?: boolean;
  /** Address that sorts by this column, and how it is sorted now. */
  readonly sort?: { readonly href: string; readonly now: "ascending" | "descending" | "none" };
};

type Props<Row> = {
  /** Says what the table holds; shown only to screen readers unless `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Rows of one's own, or the chosen one. */
  readonly rowClass?: (row: Row) => string | undefined;
  readonly empty: ReactNode;
  /** The 2 px dark rule of the main table of a section. */
  readonly main?: boolean;
};

/** A native table: first column is the name of the row; on phones one block per row, the head's words before each value. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, showCaption = false, columns, rows, rowKey, rowClass, empty, main = true } = props;
  if (rows.length === 0) return <EmptyState>{empty}</EmptyState>;
  return (
    <div className="scroll">
      <table className={`tbl mid stack ${main ? "top2" : ""}`}>
        <caption className={showCaption ? undefined : "vh"}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)}>
              {columns.map((column, at) => (
                <Cell key={column.key} column={column} row={row} head={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ column }: { readonly column: Column<Row> }) {
  const t = useTranslations("ui");
  const { head, right, sort } = column;
  const sorted = sort && sort.now !== "none" ? sort.now : undefined;
  return (
    <th scope="col" className={right ? "r" : undefined} aria-sort={sorted}>
      {sort ? (
        <Link className="sorter" href={sort.href} prefetch={false} title={t("sortBy", { head })}>
          {head}
          {sorted ? <span aria-hidden="true">{sorted === "ascending" ? "↑" : "↓"}</span> : null}
        </Link>
      ) : (
        head
      )}
    </th>
  );
}

function Cell<Row>({ column, row, head }: { readonly column: Column<Row>; readonly row: Row; readonly head: boolean }) {
  const name = [column.right ? "r num" : "", column.nowrap ? "nw" : ""].filter(Boolean).join(" ") || undefined;
  if (head) {
    return (
      <th scope="row" className={name}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td className={name} data-l={column.head}>
      <span>{column.cell(row)}</span>
    </td>
  );
}
