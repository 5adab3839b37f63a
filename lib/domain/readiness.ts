/** What a readiness check can say of one point. `warn`: it would do, but somebody should look at it before the deadline. */
export type ReadinessOutcome = "pass" | "warn" | "fail";

export const READINESS_POINTS = [
  "sign",
  "chain",
  "revocation",
  "bound",
  "life",
  "unwrap",
  "clock",
  "bandwidth",
] as const;
export type ReadinessPoint = (typeof READINESS_POINTS)[number];

export type ReadinessCheck = {
  readonly name: ReadinessPoint;
  readonly outcome: ReadinessOutcome;
  /** Number or code the words need: days, milliseconds, bytes per second, authority, reason. */
  readonly value: string;
  /** Who found it: the platform itself, or the bidder's program about its own machine. */
  readonly by: "platform" | "bidder";
};

export type ReadinessFacts = {
  /** Authority of the trust list, or the reason why there is no path. */
  readonly chain: { readonly authority: string } | { readonly reason: string };
  readonly revocationKnown: boolean;
  readonly bound: boolean;
  readonly notAfter: Date;
  readonly at: Date;
  /** True: the key opened what was encrypted to its certificate. Null: it has no certificate to encrypt to. */
  readonly unwrapped: boolean | null;
  /** The bidder's clock minus the platform's. */
  readonly clockOffsetMs: number;
  readonly bytesPerSecond: number;
};

const DAY_MS = 86_400_000;
/** A certificate that ends sooner may end within the procedure of one tender. */
const LIFE_WARN_DAYS = 60;
/** Deadlines count by the platform's clock; a machine further off shows its person a false time left. */
const CLOCK_WARN_MS = 60_000;
const CLOCK_PASS_MS = 5_000;
/** 200 MB in a quarter of an hour. */
const BANDWIDTH_PASS = 230_000;
const BANDWIDTH_FAIL = 20_000;

/** What the facts mean for somebody who wants to submit a bid in some days. The signature itself was verified before. */
export function readinessChecks(facts: ReadinessFacts): readonly ReadinessCheck[] {
  const { chain, bound, at, notAfter, unwrapped, clockOffsetMs, bytesPerSecond } = facts;
  const days = Math.floor((notAfter.getTime() - at.getTime()) / DAY_MS);
  const offset = Math.abs(clockOffsetMs);
  const good = "authority" in chain;
  const platform = (name: ReadinessPoint, outcome: ReadinessOutcome, value: string) =>
    ({ name, outcome, value, by: "platform" }) as const;
  const bidder = (name: ReadinessPoint, outcome: ReadinessOutcome, value: string) =>
    ({ name, outcome, value, by: "bidder" }) as const;
  return [
    platform("sign", "pass", ""),
    platform("chain", good ? "pass" : "fail", good ? chain.authority : chain.reason),
    platform(
      "revocation",
      !good ? "fail" : facts.revocationKnown ? "pass" : "warn",
      facts.revocationKnown ? "known" : "unknown",
    ),
    platform("bound", bound ? "pass" : "fail", bound ? "bound" : "unbound"),
    platform("life", days < 0 ? "fail" : days < LIFE_WARN_DAYS ? "warn" : "pass", String(days)),
    bidder("unwrap", unwrapped === null ? "warn" : unwrapped ? "pass" : "fail", String(unwrapped)),
    bidder(
      "clock",
      offset <= CLOCK_PASS_MS ? "pass" : offset <= CLOCK_WARN_MS ? "warn" : "fail",
      String(clockOffsetMs),
    ),
    bidder(
      "bandwidth",
      bytesPerSecond >= BANDWIDTH_PASS ? "pass" : bytesPerSecond >= BANDWIDTH_FAIL ? "warn" : "fail",
      String(bytesPerSecond),
    ),
  ];
}

/** The worst of them. */
export function readinessOverall(checks: readonly ReadinessCheck[]): ReadinessOutcome {
  if (checks.some(({ outcome }) => outcome === "fail")) return "fail";
  return checks.some(({ outcome }) => outcome === "warn") ? "warn" : "pass";
}
