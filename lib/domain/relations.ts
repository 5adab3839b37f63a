/** What the other organisation is to the one that declares it: it controls or manages us, or we control or manage it. */
export const RELATION_KINDS = ["controls", "controlled", "manages", "managed"] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export type DeclaredRelation = { readonly uscc: string; readonly kind: string };

/** What the register knows of a bidder. */
export type RegisteredBidder = {
  readonly uscc: string;
  readonly name: string;
  readonly legalRepresentative: string;
  readonly relations: readonly DeclaredRelation[];
};

export type RelatedPair = {
  readonly names: readonly [string, string];
  /** Same responsible person; control or management that either has declared. */
  readonly why: "representative" | "control" | "management";
};

const person = (name: string): string => name.normalize("NFKC").replace(/\s+/gu, "");

/**
 * Pairs of bidders of one lot whom the register shows as related: reasons for the committee to look, no verdicts.
 * People of the same name exist, and a relation may have ended.
 */
export function relatedBidders(bidders: readonly RegisteredBidder[]): readonly RelatedPair[] {
  return bidders.flatMap((one, at) => bidders.slice(at + 1).flatMap((other) => between(one, other)));
}

function between(one: RegisteredBidder, other: RegisteredBidder): RelatedPair[] {
  const names = [one.name, other.name] as const;
  const same = person(one.legalRepresentative) === person(other.legalRepresentative);
  const kinds = [
    ...one.relations.filter(({ uscc }) => uscc === other.uscc),
    ...other.relations.filter(({ uscc }) => uscc === one.uscc),
  ].map(({ kind }) => (kind.startsWith("control") ? ("control" as const) : ("management" as const)));
  return [...(same ? (["representative"] as const) : []), ...new Set(kinds)].map((why) => ({ names, why }));
}
