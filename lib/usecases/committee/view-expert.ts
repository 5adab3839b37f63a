import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { db } from "@/lib/store/db";
import { employersOf, expertOfPerson } from "@/lib/store/experts";
import { signedIn } from "@/lib/usecases/session/signed-in";

/** What the platform knows of an evaluator, for itself: its entry in the pool and what keeps it out where. */
export async function viewExpert(actor: Actor) {
  authorise(actor, "committee.answer", "none");
  const { personId } = signedIn(actor);
  const [expert, employers] = await Promise.all([expertOfPerson(personId), employersOf([personId])]);
  const codes = [...(employers.get(personId) ?? [])];
  const parties = await db().party.findMany({ where: { uscc: { in: codes } }, select: { uscc: true, name: true } });
  const nameOf = (uscc: string) => parties.find((party) => party.uscc === uscc)?.name ?? null;
  return {
    name: actor.name,
    expert: expert && {
      specialties: expert.specialties,
      regionCode: expert.regionCode,
      title: expert.title,
      since: expert.since,
      state: expert.state,
    },
    employers: codes.map((uscc) => ({ uscc, name: nameOf(uscc), own: uscc === expert?.employerUscc })),
  };
}
