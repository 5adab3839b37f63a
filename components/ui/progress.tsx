/** A bar with its name and numbers; `value` from 0 to 1. */
export function Progress({
  label,
  value,
  detail,
  done = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly detail?: string;
  readonly done?: boolean;
}) {
  const hundredths = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div>
      <p className="bar-line">
        <span>{label}</span>
        <span className="num">{detail ?? `${hundredths}%`}</span>
      </p>
      <div
        className={done ? "bar done" : "bar"}
        role="progressbar"
        aria-label={label}
        aria-valuenow={hundredths}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${hundredths}%` }} />
      </div>
    </div>
  );
}
