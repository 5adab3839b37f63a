import type { ReactNode } from "react";
import { fileFor } from "@/lib/domain/bid-parts";
import { DocPane } from "./doc-pane";
import type { DeskColumn, DeskFile } from "./types";

type DocsProps = {
  readonly files: readonly DeskFile[];
  /** Title of the tender documents. */
  readonly title: string;
  readonly bid: string;
  readonly label: string;
  readonly watermark: string;
  /** What is judged now: the file that it is judged by lies open. */
  readonly about: Parameters<typeof fileFor>[0] | null;
};

/** The tender documents beside the files of the bid that is looked at. */
export function DeskDocs({ files, title, bid, label, watermark, about }: DocsProps) {
  const of = (key: string) => files.filter((file) => file.bid === key);
  const open = about ? fileFor(about, of(bid))?.href : undefined;
  return (
    <div className="docs">
      <DocPane title={title} files={of("")} />
      <DocPane key={bid} title={label} files={of(bid)} open={open} mark={watermark} />
    </div>
  );
}

type HeadProps = { readonly title: string; readonly done: number; readonly count: string };

/** What this column is, and how much of it is done. */
export function DeskHead({ title, done, count }: HeadProps) {
  return (
    <div className="between">
      <h2>{title}</h2>
      <p>
        <b className="cn num">{done}</b>
        <span className="sub">{count}</span>
      </p>
    </div>
  );
}

/** Which keys do what. */
export function DeskKey({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <span>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
      {children}
    </span>
  );
}

/** Names of the numbered columns. */
export function Legend({ columns }: { readonly columns: readonly DeskColumn[] }) {
  return (
    <ol className="legend sub">
      {columns.map(({ key, label }) => (
        <li key={key}>{label}</li>
      ))}
    </ol>
  );
}
