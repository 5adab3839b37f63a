import type { ReactNode } from "react";

export type Definition = {
  readonly term: ReactNode;
  readonly value: ReactNode;
  readonly wide?: boolean;
  readonly big?: boolean;
};

type Props = {
  readonly items: readonly Definition[];
  /** `columns`: three across in the workbench; `pairs`: term beside value; `facts`: two columns of the public site. */
  readonly layout?: "columns" | "pairs" | "facts";
};

/** Key facts, not prose. Items whose value is null are left out. */
export function DefinitionList({ items, layout = "columns" }: Props) {
  const shown = items.filter(({ value }) => value !== null && value !== undefined);
  const name = { columns: "dl", pairs: "kv pairs", facts: "facts" }[layout];
  return (
    <dl className={name}>
      {shown.map(({ term, value, wide, big }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order of facts is fixed
        <div key={at} className={wide ? "wide" : undefined}>
          <dt>{term}</dt>
          <dd className={big ? "big num" : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
