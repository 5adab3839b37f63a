import { capitals as inCapitals, fen, groupedYuan } from "@/lib/kernel/money";

type Props = {
  /** Fen as bigint, or a decimal string of yuan. */
  readonly value: bigint | string | null | undefined;
  /** Adds 元; in tables the unit stands in the column head instead. */
  readonly unit?: boolean;
  /** Adds the amount in capitals, wherever it is signed or announced. */
  readonly capitals?: boolean;
  readonly className?: string;
};

/** An amount as `118,230,000.00`. */
export function Money({ value, unit = false, capitals = false, className = "" }: Props) {
  if (value === null || value === undefined) return <>—</>;
  const amount = typeof value === "bigint" ? value : fen(value);
  return (
    <span className={`money num ${className}`.trim()}>
      {groupedYuan(amount)}
      {unit ? " 元" : null}
      {capitals ? <span className="cap">{inCapitals(amount)}</span> : null}
    </span>
  );
}
