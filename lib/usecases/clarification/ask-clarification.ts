import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { notify } from "@/lib/store/messages";
import type { OpenedRow } from "@/lib/store/openings";
import { atBench, type Bench, bidAt, mustBeIn } from "@/lib/usecases/evaluation/bench";
import { columnAt, columnsOf, phaseOf } from "@/lib/usecases/evaluation/columns";

export const CLARIFICATION_KINDS = ["clarification", "lowPrice", "correction"] as const;
export const askClarificationInput = z.strictObject({
  lotId: z.uuid(),
  /** Digest of the bid, or in a blind part the asking member's code for it. */
  bid: z.string().min(1).max(64),
  kind: z.enum(CLARIFICATION_KINDS),
  question: z.string().trim().min(4).max(4000),
  minutes: z.coerce.number().int().min(5).max(2880).default(30),
});

/**
 * Asks a bidder in writing, through the room, with a time to answer in. The bidder learns what the
 * committee asks, never which member.
 */
export async function askClarification(
  actor: Actor,
  input: z.input<typeof askClarificationInput>,
): Promise<{ readonly clarificationId: string; readonly dueAt: Date }> {
  const { lotId, bid: key, kind, question, minutes } = askClarificationInput.parse(input);
  return atBench(actor, lotId, async (tx, bench) => {
    mustBeIn(bench, ["preliminary", "detailed", "scoring", "priceReview"], "ask");
    const { committee } = bench;
    const { rejections } = await reviewRows(lotId, committee.members, tx);
    const phase = phaseOf(committee.state);
    const bid = phase ? columnAt(await columnsOf(bench, rejections, phase, tx), key).bid : bidAt(bench, key);
    if (rejections.some(({ digest }) => digest === bid.digest))
      throw new Refusal("STATE_FORBIDS", { state: "rejected", event: "ask" }, ["R-115"]);
    const { clarificationId, dueAt } = await sendQuestion(tx, actor, bench, { bid, kind, question, minutes });
    return { clarificationId, dueAt };
  });
}

type Question = {
  readonly bid: Pick<OpenedRow, "digest" | "partyId">;
  readonly kind: (typeof CLARIFICATION_KINDS)[number] | "arithmetic";
  readonly question: string;
  readonly minutes: number;
};

/** Writes the question, tells the bidder, and keeps in the record who asked. Under the committee's lock. */
export async function sendQuestion(
  tx: Tx,
  actor: Actor,
  { committee, lot, own }: Bench,
  { bid, kind, question, minutes }: Question,
) {
  const askedAt = await platformNow(tx);
  const dueAt = new Date(askedAt.getTime() + minutes * 60_000);
  const asked = { askedById: own.id, askedIn: committee.state, askedAt, dueAt };
  const data = { lotId: lot.id, digest: bid.digest, kind, question, ...asked };
  const { id } = await tx.bidClarification.create({ data, select: { id: true } });
  await notify(tx, {
    to: { partyId: bid.partyId },
    kind: "evaluation.clarify",
    facts: { lot: lot.name, tender: lot.tender.name, until: dueAt.toISOString() },
    lotId: lot.id,
    link: `/work/clarifications/${id}`,
    legal: true,
  });
  await record(tx, actor, {
    action: "clarification.ask",
    objectKind: "clarification",
    objectId: id,
    lotId: lot.id,
    facts: { kind, minutes },
  });
  return { clarificationId: id, askedAt, dueAt };
}
