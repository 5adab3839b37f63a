import { money } from "@/lib/i18n/format";

type Props = {
  /** Fen as bigint, or a decimal string of yuan. */
  readonly value: bigint | string | null | undefined;
  /** Adds 元; in tables the unit stands in the column head instead. */
  readonly unit?: boolean;
  /** The amount in capitals, wherever it is signed or announced. */
  readonly capitals?: string;
  readonly className?: string;
};

/** An amount as `118,230,000.00`. */
export function Money({ value, unit = false, capitals, className = "" }: Props) {
  if (value === null || value === undefined) return <>—</>;
  return (
    <span className={`money num ${className}`.trim()}>
      {money(value)}
      {unit ? " 元" : null}
      {capitals ? <span className="cap">{capitals}</span> : null}
    </span>
  );
}
