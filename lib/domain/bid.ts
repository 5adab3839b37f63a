import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

/** `replaced` is a state of one sealed version, not of the bid: it stands in sealed_bid. */
export type BidState = "draft" | "submitted" | "withdrawn" | "opened" | "revoked" | "lapsed" | "returned";
export type BidEvent = "submit" | "withdraw" | "open" | "revoke" | "lapse" | "return";

export type BidFacts = {
  /** Database time at which the event counts as having happened: for a seal its arrival. */
  readonly at: Date;
  readonly deadline: Date;
  /** The stored ciphertext is byte for byte what the bidder sealed. */
  readonly intact: boolean;
};

/** Strictly before: Order 20 art. 27 wants the transfer finished before the deadline, and opening starts at it. */
const inTime: Guard<BidFacts> = ({ at, deadline }, rules) =>
  at < deadline ? null : new Refusal("BIDDING_CLOSED", { deadline, at }, rules);

const afterDeadline: Guard<BidFacts> = ({ at, deadline }, rules) =>
  at >= deadline ? null : new Refusal("BIDDING_STILL_OPEN", { deadline }, rules);

const undamaged: Guard<BidFacts> = ({ intact }, rules) => (intact ? null : new Refusal("BID_DAMAGED", {}, rules));

export const BID_LIFECYCLE: Lifecycle<BidState, BidEvent, BidFacts> = {
  // Submitting again replaces the bid; the earlier container is kept, unopened, for the record.
  submit: {
    from: ["draft", "submitted", "withdrawn"],
    to: "submitted",
    guards: [inTime, undamaged],
    rules: ["R-71", "R-72"],
  },
  withdraw: { from: ["submitted"], to: "withdrawn", guards: [inTime], rules: ["R-75"] },
  open: { from: ["submitted"], to: "opened", guards: [afterDeadline, undamaged], rules: ["R-96"] },
  // An opened first envelope whose price does not open is decided on as the rest.
  revoke: { from: ["submitted", "opened"], to: "revoked", guards: [afterDeadline], rules: ["R-98"] },
  lapse: { from: ["submitted", "opened"], to: "lapsed", guards: [afterDeadline], rules: ["R-98"] },
  // Fewer than three: nothing is decrypted, everything goes back sealed.
  return: { from: ["submitted"], to: "returned", guards: [afterDeadline], rules: ["R-95"] },
};
