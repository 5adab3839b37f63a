import { withoutNames } from "@/lib/domain/anonymity";
import type { ObjectionKind } from "@/lib/domain/objection";
import { objectionsOf, participantsOf } from "@/lib/store/objections";
import { nameOfPerson } from "@/lib/store/people";
import { partyCards } from "@/lib/store/tenders";

/** An objection as everybody sees it: what it says and what was answered; no objector, no instant of filing. */
export type PublicObjection = {
  readonly id: string;
  readonly kind: ObjectionKind;
  readonly facts: string;
  readonly claim: string;
  readonly answer: string;
  readonly answeredAt: Date;
};

type ShownLot = { readonly id: string; readonly announcedAt: Date | null };

/**
 * The answered objections of a lot, the latest first. Names are taken out of their words: the objector's always, and until
 * the announcement those of everybody who obtained the documents or bids, since an objector may tell on a competitor
 * (R-57, R-58).
 */
export async function publicObjections(lot: ShownLot): Promise<readonly PublicObjection[]> {
  const answered = (await objectionsOf(lot.id)).filter(({ state, answer }) => state === "answered" && answer !== null);
  if (answered.length === 0) return [];
  const others = lot.announcedAt ? [] : await participantsOf(lot.id);
  const cards = await partyCards([...others, ...answered.map(({ partyId }) => partyId)]);
  const known = (ids: readonly string[]) =>
    ids.flatMap((id) => {
      const card = cards.get(id);
      return card ? [card.name, card.uscc] : [];
    });
  const shown = await Promise.all(
    answered.map(async ({ id, kind, facts, claim, answer, answeredAt, partyId, personId }) => {
      const names = [...known([partyId, ...others]), (await nameOfPerson(personId)) ?? ""];
      const plain = (text: string) => withoutNames(text, names);
      const words = { facts: plain(facts), claim: plain(claim), answer: plain(answer ?? "") };
      return { id, kind: kind as ObjectionKind, ...words, answeredAt: answeredAt! };
    }),
  );
  return shown.sort((a, b) => b.answeredAt.getTime() - a.answeredAt.getTime());
}
