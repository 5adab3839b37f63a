import { db } from "@/lib/store/db";
import { endSession } from "@/lib/usecases/session/end-session";
import { expertHand, handOf } from "./accounts";
import { BIDDERS, type CastExpert, type CastParty, EXPERTS, OPERATOR, SUPERVISOR } from "./cast";
import type { Hand, Stage } from "./world";

/** The people of the play, each signed in when first needed. */
export type Troupe = {
  of(party: CastParty, at?: number): Promise<Hand>;
  bidder(n: number): Promise<Hand>;
  /** By the person who was drawn: nobody chooses an expert. */
  expert(personId: string): Promise<Hand>;
  supervisor(): Promise<Hand>;
  operator(): Promise<Hand>;
  /** Everybody signs out. */
  leave(): Promise<void>;
};

export function troupe(stage: Stage): Troupe {
  const hands = new Map<string, Promise<Hand>>();
  const once = (login: string, enter: () => Promise<Hand>) => {
    const hand = hands.get(login) ?? enter();
    hands.set(login, hand);
    return hand;
  };
  const of = (party: CastParty, at = 0) => once(party.people[at]!.login, () => handOf(party, at, stage));
  const one = (expert: CastExpert) => once(expert.login, () => expertHand(expert, stage));
  return {
    of,
    bidder: (n) => of(BIDDERS.find(({ people }) => people[0]!.login === `bidder${n}`)!),
    expert: async (personId) => {
      const { login } = await db().person.findUniqueOrThrow({ where: { id: personId }, select: { login: true } });
      return one(EXPERTS.find((expert) => expert.login === login)!);
    },
    supervisor: () => of(SUPERVISOR),
    operator: () => of(OPERATOR),
    leave: async () => {
      for (const hand of hands.values()) {
        const { actor } = await hand;
        if (actor.sessionId) await endSession(actor, actor.sessionId);
      }
    },
  };
}
