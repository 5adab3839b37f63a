import type { Stage } from "@/lib/domain/lot";
import type { WhoAndWhen } from "./table";

const ALWAYS: readonly Stage[] = [
  "preparation",
  "bidding",
  "opening",
  "opened",
  "evaluation",
  "award",
  "contract",
  "closed",
];
/** From publication of the notice on. */
const PUBLISHED = ALWAYS.slice(1);
/** From the announcement on: after the freeze and the shares, all at once (settled 2). */
const ONCE_OPENED = ALWAYS.slice(3);
/** From the deadline on, when the closing statement is out (settled 3). */
const ONCE_CLOSED = ALWAYS.slice(2);
const IN_EVALUATION: readonly Stage[] = ["evaluation", "award"];
/** When the report is with the tenderee. */
const ONCE_REPORTED = ALWAYS.slice(5);
/** When the award letters are out. */
const ONCE_AWARDED = ALWAYS.slice(6);

const everybody = (stages: readonly Stage[]): readonly WhoAndWhen[] =>
  (["tenderee", "agency", "bidder", "evaluator", "supervisor", "operator", "auditor", "public"] as const).map(
    (role) => ({ role, stages }),
  );
const host = (stages: readonly Stage[]): readonly WhoAndWhen[] => [
  { role: "tenderee", relation: "owner", stages },
  { role: "agency", relation: "owner", stages },
];
const own = (stages: readonly Stage[]): readonly WhoAndWhen[] => [{ role: "bidder", relation: "owner", stages }];
const watch = (stages: readonly Stage[]): readonly WhoAndWhen[] => [
  { role: "supervisor", relation: "owner", stages },
  { role: "auditor", stages },
];
const bench = (stages: readonly Stage[]): readonly WhoAndWhen[] => [{ role: "evaluator", relation: "party", stages }];

/**
 * Who is shown which field of which kind of record, from which stage on. A field, role or kind that is not listed is
 * not shown. For bids `owner` is the bidder whose bid it is, `party` another bidder of the same lot.
 */
export const MAY_SEE = {
  /** A bid, before and after the opening (C-2, R-97). */
  bid: {
    state: own(ALWAYS),
    receipt: own(ALWAYS),
    draft: own(ALWAYS),
    digest: [...own(ALWAYS), ...everybody(ONCE_OPENED)],
    bidderName: [...own(ALWAYS), ...everybody(ONCE_OPENED)],
    uscc: [...own(ALWAYS), ...everybody(ONCE_OPENED)],
    price: [...own(ALWAYS), ...everybody(ONCE_OPENED)],
    form: [...own(ALWAYS), ...everybody(ONCE_OPENED)],
    cause: [...own(ONCE_CLOSED), ...everybody(ONCE_OPENED)],
    files: [...own(ALWAYS), ...bench(IN_EVALUATION), ...host(ONCE_REPORTED), ...watch(ONCE_OPENED)],
    rejection: [...own(ONCE_REPORTED), ...bench(IN_EVALUATION), ...host(ONCE_REPORTED), ...watch(ONCE_REPORTED)],
    total: [...own(ONCE_AWARDED), ...bench(IN_EVALUATION), ...host(ONCE_REPORTED), ...watch(ONCE_REPORTED)],
  },
  /** One line of the opening hall between deadline and announcement: a number, no name. */
  hallLine: {
    number: everybody(ONCE_CLOSED),
    intact: everybody(ONCE_CLOSED),
    released: everybody(ONCE_CLOSED),
    releasedAt: everybody(ONCE_CLOSED),
    own: own(ONCE_CLOSED),
  },
  lot: {
    count: everybody(ONCE_CLOSED),
    terms: everybody(PUBLISHED),
    /** Closed to all until the opening. */
    referencePrice: everybody(ONCE_OPENED),
    downloaders: host(ONCE_CLOSED),
    suspension: everybody(PUBLISHED),
  },
  bond: {
    form: [...own(ALWAYS), ...host(ONCE_OPENED), ...watch(ONCE_OPENED)],
    amount: [...own(ALWAYS), ...host(ONCE_OPENED), ...watch(ONCE_OPENED)],
    payer: [...own(ALWAYS), ...host(ONCE_OPENED), ...watch(ONCE_OPENED)],
    state: [...own(ALWAYS), ...host(ONCE_OPENED), ...watch(ONCE_OPENED)],
  },
  committee: {
    /** Names stay secret until the result; members know each other in the room. */
    names: [...bench(IN_EVALUATION), ...everybody(ONCE_AWARDED)],
    size: [...host(PUBLISHED), ...watch(PUBLISHED), ...bench(IN_EVALUATION)],
    progress: [...bench(IN_EVALUATION), ...watch(IN_EVALUATION), ...host(IN_EVALUATION)],
    scores: [...host(ONCE_REPORTED), ...watch(ONCE_REPORTED), ...bench(["award"])],
    report: [...host(ONCE_REPORTED), ...watch(ONCE_REPORTED), ...bench(IN_EVALUATION)],
  },
  audit: {
    /** Entries that tell nothing of bidders. */
    neutral: [...host(ALWAYS), ...watch(ALWAYS)],
    /** Entries of the bidders' side (settled 4). */
    bidderSide: [...own(ALWAYS), ...host(ONCE_OPENED), ...watch(ONCE_OPENED)],
  },
} as const satisfies Record<string, Record<string, readonly WhoAndWhen[]>>;
