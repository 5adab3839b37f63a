import { canonicalBytes } from "@/lib/crypto/canonical";
import { committeeOfLot, everyMember } from "@/lib/store/committees";
import { drawsOfKind } from "@/lib/store/draws";
import { poolOfExperts } from "@/lib/store/experts";
import type { LotWithTender } from "@/lib/store/lots";
import { EXPERT_DRAW } from "@/lib/usecases/committee/fill-seats";
import type { Deps } from "@/lib/usecases/deps";
import type { Members } from "./archive-members";

/** The lists behind the blinded draws with their keys, and who was asked: so that the drawn experts can be derived again. */
export async function drawnPeople(lot: LotWithTender, deps: Deps): Promise<Members> {
  const members: Members = {};
  for (const { blind, candidates, finishedAt, specHash } of await drawsOfKind(lot.id, EXPERT_DRAW))
    if (blind && finishedAt)
      members[`draws/candidates-${specHash.slice(0, 16)}.json`] = canonicalBytes({
        blind,
        candidates: candidates as string[],
        fmt: "SBC/1",
        spec: specHash,
        type: "draw-candidates",
      });
  const committee = await committeeOfLot(lot.id);
  if (!committee) return members;
  const experts = new Map((await poolOfExperts()).map(({ id, personId }) => [personId, id]));
  const bytes = canonicalBytes({
    fmt: "SBC/1",
    members: (await everyMember(committee.id)).map(({ cause, kind, number, personId, state }) => ({
      candidate: kind === "expert" ? (experts.get(personId) ?? null) : null,
      cause,
      kind,
      number,
      state,
    })),
    tender: { id: lot.tender.code, lot: lot.code },
    type: "committee",
  });
  members["evaluation/committee.json"] = bytes;
  members["evaluation/committee.p7s"] = await deps.platform.signStatement(bytes);
  return members;
}
