import { ChartFrame } from "./chart-frame";

export type Bar = { readonly label: string; readonly value: number; readonly shown?: string };

type Props = {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Heads of the table: what, how many (with unit). */
  readonly head: readonly [string, string];
  readonly asOf: Date;
};

const ROW = 28;
const NAME = 128;
const W = 560;
const ROOM = 64;

/** Horizontal bars from zero with direct labels. */
export function BarChart({ title, bars, head, asOf }: Props) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const length = (value: number) => (value / most) * (W - NAME - ROOM);
  const words = ({ value, shown }: Bar) => shown ?? value.toLocaleString("en-US");
  return (
    <ChartFrame title={title} head={head} rows={bars.map((bar) => [bar.label, words(bar)])} asOf={asOf}>
      <svg style={{ maxWidth: W }} viewBox={`0 0 ${W} ${bars.length * ROW + 4}`} role="img" aria-label={title}>
        {bars.map((bar, at) => (
          <g key={bar.label} transform={`translate(0 ${at * ROW})`}>
            <text x={NAME - 8} y="18" textAnchor="end" className="tk">
              {bar.label}
            </text>
            <rect
              x={NAME}
              y="5"
              width={Math.max(length(bar.value), bar.value > 0 ? 2 : 0)}
              height="18"
              fill="var(--chart-1)"
            />
            <text x={NAME + length(bar.value) + 8} y="18">
              {words(bar)}
            </text>
          </g>
        ))}
        <line x1={NAME} x2={NAME} y1="0" y2={bars.length * ROW + 2} stroke="var(--color-border)" />
      </svg>
    </ChartFrame>
  );
}
