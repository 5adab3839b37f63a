import type { CompleteTerms } from "./terms";

/**
 * Two envelopes (lifecycle.md §12.4): the first holds everything but the price and is opened at the deadline; the price
 * envelopes of the bids that passed the technical review are opened in a session of their own, those of the others never.
 */
export const twoEnvelopes = ({ opening }: Pick<CompleteTerms, "opening">): boolean => opening.envelopes === 2;

export type EnvelopeInstants = {
  readonly announcedAt: Date | null;
  readonly openingEndedAt: Date | null;
  readonly pricesAnnouncedAt: Date | null;
  readonly pricesEndedAt: Date | null;
};

/** The session a hall is in, or was in last: what is said, objected to, drawn and signed belongs to it. */
export type Session = {
  /** `whole`: one envelope; `first` and `prices`: the two sessions of two envelopes. */
  readonly act: "whole" | "first" | "prices";
  readonly announcedAt: Date | null;
  readonly endedAt: Date | null;
};

export function sessionOf(lot: EnvelopeInstants, two: boolean): Session {
  if (!two) return { act: "whole", announcedAt: lot.announcedAt, endedAt: lot.openingEndedAt };
  if (lot.pricesAnnouncedAt) return { act: "prices", announcedAt: lot.pricesAnnouncedAt, endedAt: lot.pricesEndedAt };
  return { act: "first", announcedAt: lot.announcedAt, endedAt: lot.openingEndedAt };
}

/** Whether the session reads prices out: parameters are drawn and a reference price is announced in no other. */
export const readsPrices = ({ act }: Session): boolean => act !== "first";

/** Lock groups that the session opens, of so many. */
export const groupsOf = ({ act }: Session, groups: number): readonly number[] => {
  const all = Array.from({ length: groups }, (_, at) => at + 1);
  if (act === "whole") return all;
  return act === "first" ? [1] : all.slice(1);
};
