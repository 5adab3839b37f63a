import { bytesToHex, fromHex, randomBytes } from "@/lib/crypto/bytes";
import { drawCommit } from "@/lib/crypto/draw";
import { committeeOfLot, everyMember, seatedMembers } from "@/lib/store/committees";
import { answerInvitation } from "@/lib/usecases/committee/answer-invitation";
import { commitExpertDraw, prepareExpertDraw, revealExpertDraw } from "@/lib/usecases/committee/draw-experts";
import { formCommittee, formCommitteeInput } from "@/lib/usecases/committee/form-committee";
import { ENTRY_ACTS, prepareEntry, signEntry } from "@/lib/usecases/evaluation/sign-entry";
import { startEvaluation } from "@/lib/usecases/evaluation/start-evaluation";
import { voteChair } from "@/lib/usecases/evaluation/vote-chair";
import type { Play } from "../player";
import type { Hand } from "../world";
import { whenReady } from "./when-ready";

const SIZE = 5;

/** One member at work: its seat and its hand. */
export type Seated = { readonly memberId: string; readonly number: number; readonly hand: Hand };

/** The committee decided on and its experts drawn; nobody has answered yet. */
export async function formAndDraw(host: Hand, lotId: string, specialty: string, { stage }: Play): Promise<void> {
  await formCommittee(host.actor, formCommitteeInput.parse({ lotId, size: SIZE, specialty }));
  const draw = { lotId, name: "expert" as const };
  const r = randomBytes(32);
  const { specHash } = await prepareExpertDraw(host.actor, draw);
  await commitExpertDraw(host.actor, { ...draw, commit: bytesToHex(drawCommit(fromHex(specHash), r)) });
  await whenReady("expert draw", () => revealExpertDraw(host.actor, { ...draw, r: bytesToHex(r) }, stage.deps));
}

/** Everybody who was drawn says yes. */
export async function accept(lotId: string, play: Play): Promise<void> {
  const committee = await committeeOfLot(lotId);
  for (const { personId, state } of await everyMember(committee!.id)) {
    if (state !== "invited") continue;
    const { actor } = await play.troupe.expert(personId);
    await answerInvitation(actor, { lotId, answer: "accept", reason: "" });
  }
}

async function seatsOf(lotId: string, { troupe }: Play): Promise<readonly Seated[]> {
  const committee = await committeeOfLot(lotId);
  const members = await seatedMembers(committee!.id);
  return Promise.all(
    members.map(async ({ id, number, personId }) => ({ memberId: id, number, hand: await troupe.expert(personId) })),
  );
}

/** Into the room: identity, discipline, declaration, and the chair, who is the first seat. */
export async function enterRoom(host: Hand, lotId: string, play: Play): Promise<readonly Seated[]> {
  await startEvaluation(host.actor, { lotId });
  const seats = await seatsOf(lotId, play);
  for (const act of ENTRY_ACTS)
    for (const { hand } of seats) {
      const signed = await hand.signOne(await prepareEntry(hand.actor, { lotId, act }));
      await signEntry(hand.actor, { lotId, act, signed }, play.stage.deps);
    }
  for (const { hand } of seats) await voteChair(hand.actor, { lotId, memberId: seats[0]!.memberId, ballot: 1 });
  return seats;
}
