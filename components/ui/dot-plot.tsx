import { useTranslations } from "next-intl";
import { money } from "@/lib/i18n/format";
import { ChartFrame } from "./chart-frame";
import { ticksOf } from "./chart-scale";

export type Dot = { readonly label: string; readonly fen: bigint };

type Props = {
  /** The finding or the question, as a sentence. */
  readonly title: string;
  readonly dots: readonly Dot[];
  /** Ceiling price, if any; mean is drawn where there are two dots or more. */
  readonly limit?: { readonly label: string; readonly fen: bigint };
  readonly meanLabel: string;
  /** Head of the first column of the table. */
  readonly who: string;
  readonly asOf: Date;
};

const W = 800;
const LEFT = 40;
const RIGHT = 770;
const AXIS = 66;
const WAN = 1_000_000n;
/** A tick under the mean's mark goes without its number. */
const NEAR = 28;

/** How prices lie to each other and to the limit: one axis in 万元, not from zero, which the axis says. */
export function DotPlot({ title, dots, limit, meanLabel, who, asOf }: Props) {
  const t = useTranslations("ui");
  const mean = dots.length > 1 ? dots.reduce((sum, { fen }) => sum + fen, 0n) / BigInt(dots.length) : null;
  const all = [...dots.map(({ fen }) => fen), ...(limit ? [limit.fen] : [])].map((fen) => Number(fen) / Number(WAN));
  const { low, high, ticks } = ticksOf(all, 7);
  const at = (wan: number) => LEFT + ((wan - low) / (high - low)) * (RIGHT - LEFT);
  const x = (fen: bigint) => at(Number(fen) / Number(WAN));
  const rows = [
    ...dots.map(({ label, fen }) => [label, money(fen)] as const),
    ...(mean === null ? [] : [[meanLabel, money(mean)] as const]),
    ...(limit ? [[limit.label, money(limit.fen)] as const] : []),
  ];
  return (
    <ChartFrame title={title} head={[who, t("yuan")]} rows={rows} asOf={asOf}>
      <svg className="dots" viewBox={`0 0 ${W} 128`} role="img" aria-label={title}>
        <line x1={LEFT} x2={RIGHT} y1={AXIS} y2={AXIS} stroke="var(--color-border)" />
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={at(tick)} x2={at(tick)} y1={AXIS} y2={AXIS + 6} stroke="var(--color-border)" />
            {mean !== null && Math.abs(at(tick) - x(mean)) < NEAR ? null : (
              <text x={at(tick)} y={AXIS + 22} textAnchor="middle">
                {tick.toLocaleString("en-US", { maximumFractionDigits: 2 })}
              </text>
            )}
          </g>
        ))}
        <text x={RIGHT} y={112} textAnchor="end">
          {t("axisNote")}
        </text>
        {mean === null ? null : <MeanMark x={x(mean)} label={`${meanLabel} ${money(mean)}`} />}
        {limit ? <LimitMark x={x(limit.fen)} label={`${limit.label} ${money(limit.fen)}`} /> : null}
        {spread(dots.map((dot) => ({ ...dot, x: x(dot.fen) }))).map((dot) => (
          <g key={dot.label}>
            <circle cx={dot.x} cy={AXIS} r="8" fill="var(--chart-1)" stroke="#fff" strokeWidth="2" />
            <text x={dot.x} y={dot.y} textAnchor="middle" className="b">
              {dot.label}
            </text>
          </g>
        ))}
      </svg>
    </ChartFrame>
  );
}

function MeanMark({ x, label }: { readonly x: number; readonly label: string }) {
  const end = x > W / 2;
  return (
    <g>
      <path
        d={`M${x} ${AXIS + 1}l7 12h-14zM${x} ${AXIS + 13}V102`}
        fill="var(--color-text)"
        stroke="var(--color-text)"
      />
      <text x={end ? x - 8 : x + 8} y="112" textAnchor={end ? "end" : "start"} className="tk">
        {label}
      </text>
    </g>
  );
}

function LimitMark({ x, label }: { readonly x: number; readonly label: string }) {
  const end = x > W / 2;
  return (
    <g>
      <path d={`M${x} 8V${AXIS}`} stroke="var(--color-text)" strokeWidth="3" />
      <text x={end ? x - 8 : x + 8} y="18" textAnchor={end ? "end" : "start"} className="b">
        {label}
      </text>
    </g>
  );
}

/** Labels of dots that lie close stand in two heights. */
function spread<T extends { readonly x: number }>(dots: readonly T[]): readonly (T & { readonly y: number })[] {
  const sorted = [...dots].sort((a, b) => a.x - b.x);
  let lastX = Number.NEGATIVE_INFINITY;
  let lastY = 0;
  return sorted.map((dot) => {
    const y = dot.x - lastX < 44 && lastY !== 32 ? 32 : 48;
    lastX = dot.x;
    lastY = y;
    return { ...dot, y };
  });
}
