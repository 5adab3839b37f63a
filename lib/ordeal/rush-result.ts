import type { Finding } from "./compare";

/** What one sender was told, and when; instants are the platform's, in milliseconds. */
export type Answered = {
  readonly bidId: string;
  readonly lotId: string;
  readonly sentAt: number;
  readonly tookMs: number;
  readonly status: number;
  /** Of the bid that was received; null for a refusal. */
  readonly digest: string | null;
  /** Arrival in the receipt, or instant of the refusal. */
  readonly at: number;
  /** The platform's signature over the answer holds. */
  readonly signed: boolean;
  readonly reason: string | null;
};

export type RushResult = {
  readonly round: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Sent within the last second: either answer may be right, by its own instant. */
  readonly edge: number;
  readonly perSecond: { readonly mean: number; readonly most: number };
  readonly receiptMs: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** A "no" before the deadline, a "yes" after it, an answer without a good signature. */
  readonly wrong: readonly string[];
};

/** Whoever sends within this time of the deadline cannot be sure; the platform promises a receipt within a second. */
const EDGE_MS = 1_000;

export function judgeRush(
  round: number,
  given: {
    readonly answers: readonly Answered[];
    readonly deadline: Date;
    readonly seconds: number;
    readonly findings: readonly Finding[];
    readonly missing: readonly string[];
  },
): RushResult {
  const { answers, findings } = given;
  const deadline = given.deadline.getTime();
  const received = answers.filter(({ digest }) => digest !== null);
  const took = received.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const quantile = (q: number) => took[Math.min(took.length - 1, Math.floor(q * took.length))] ?? 0;
  const buckets = new Map<number, number>();
  for (const { at } of received) {
    const second = Math.floor((at - deadline) / 1000);
    buckets.set(second, (buckets.get(second) ?? 0) + 1);
  }
  return {
    round,
    sent: answers.length,
    acknowledged: received.length,
    refused: answers.length - received.length,
    edge: answers.filter(({ sentAt }) => sentAt >= deadline - EDGE_MS && sentAt < deadline).length,
    perSecond: { mean: received.length / given.seconds, most: Math.max(0, ...buckets.values()) },
    receiptMs: { p50: quantile(0.5), p99: quantile(0.99), most: took.at(-1) ?? 0 },
    lost: [...findings.flatMap(({ lost }) => lost), ...given.missing],
    doubled: findings.flatMap(({ doubled }) => doubled),
    wrong: answers.flatMap((answer) => wrongIn(answer, deadline)),
  };
}

function wrongIn({ bidId, digest, at, sentAt, signed, reason, status }: Answered, deadline: number): string[] {
  const ms = (instant: number) => `${instant - deadline} ms`;
  const name = `bid ${bidId}, sent at ${ms(sentAt)}`;
  const wrong: string[] = [];
  if (!signed) wrong.push(`${name}: answer ${status} without a good signature`);
  if (digest !== null && at >= deadline) wrong.push(`${name}: received at ${ms(at)}`);
  if (digest === null && sentAt < deadline - EDGE_MS) wrong.push(`${name}: refused (${reason}) though in time`);
  if (digest === null && sentAt >= deadline && reason !== "BIDDING_CLOSED")
    wrong.push(`${name}: refused for ${reason}, not for being late`);
  if (digest === null && at < deadline) wrong.push(`${name}: refused at ${ms(at)}, before the deadline`);
  return wrong;
}

export const rushIsGood = ({ acknowledged, lost, doubled, wrong }: RushResult): boolean =>
  acknowledged > 0 && lost.length + doubled.length + wrong.length === 0;

export const rushLines = (result: RushResult): string =>
  [
    `round ${result.round}: ${result.sent} seals sent, ${result.edge} of them in the last second`,
    `arrivals per second: ${result.perSecond.mean.toFixed(1)} on average, at most ${result.perSecond.most}`,
    `seal to receipt: p50 ${result.receiptMs.p50} ms, p99 ${result.receiptMs.p99} ms, at most ${result.receiptMs.most} ms`,
    `acknowledged ${result.acknowledged}, refused with a signed statement ${result.refused}`,
    `lost ${result.lost.length}`,
    `doubled ${result.doubled.length}`,
    `wrong answers ${result.wrong.length}`,
    ...[...result.lost, ...result.doubled, ...result.wrong].map((one) => `      ${one}`),
  ].join("\n");
