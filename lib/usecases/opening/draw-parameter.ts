import { z } from "zod";
import { bytesToHex, hash } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { compareUtf8 } from "@/lib/crypto/policy";
import type { Actor } from "@/lib/domain/actor";
import { readsPrices } from "@/lib/domain/envelopes";
import { drawsOf } from "@/lib/domain/method-terms";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { drawOfKind } from "@/lib/store/draws";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { announce } from "@/lib/store/openings";
import type { Deps } from "@/lib/usecases/deps";
import { commitToDraw, DRAW_PARTIES, drawOutcome, settleDraw } from "@/lib/usecases/draw/commit-reveal";
import { sessionOfLot } from "./session";

export const prepareDrawInput = z.strictObject({ lotId: z.uuid(), name: z.enum(["k1", "k2", "q1", "rate"]) });

/** The specification of a draw, fixed by the documents: the host's browser commits to it before it learns anything. */
export async function prepareDraw(
  actor: Actor,
  input: z.infer<typeof prepareDrawInput>,
): Promise<{ readonly specHash: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.draw", await relationToLot(actor, lot));
  return { specHash: bytesToHex(hash(await specOf(lot, input.name))) };
}

/** Canonical `draw-spec` (protocol §7.1): candidates from the document set in force, parties platform and tenderee. */
async function specOf(lot: LotWithTender, name: string): Promise<Uint8Array> {
  const set = await currentSet(lot.id);
  const terms = set?.terms as unknown as CompleteTerms | undefined;
  const found = terms ? drawsOf(terms.method).find((draw) => draw.name === name) : undefined;
  // K follows the prices: with two envelopes it is drawn in the session that reads them.
  const session = await sessionOfLot(lot);
  if (!found || !session.announcedAt || !readsPrices(session))
    throw new Refusal("STATE_FORBIDS", { state: "opening", event: "draw" }, ["R-106"]);
  return canonicalBytes({
    algorithm: "sbc-draw-1",
    beacon: null,
    candidates: [...found.values].sort(compareUtf8),
    count: 1,
    exclusions: [],
    fmt: "SBC/1",
    kind: name,
    mode: "value",
    parties: [...DRAW_PARTIES],
    tender: { id: lot.tender.code, lot: lot.code },
    type: "draw-spec",
  });
}

export const commitDrawInput = prepareDrawInput.extend({ commit: z.string().regex(/^[0-9a-f]{64}$/) });

/** Both parties commit before either value is known to the other (protocol §7.2); the commitments are logged. */
export async function commitDraw(
  actor: Actor,
  input: z.infer<typeof commitDrawInput>,
): Promise<{ readonly committed: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.draw", await relationToLot(actor, lot));
  const spec = await specOf(lot, input.name);
  return inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    if (await drawOfKind(lot.id, input.name, tx))
      throw new Refusal("STATE_FORBIDS", { state: "drawn", event: "draw" }, ["R-106"]);
    const { specHash } = await commitToDraw(tx, lot, { kind: input.name, spec, commit: input.commit });
    await record(tx, actor, {
      action: "opening.draw",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { name: input.name, specHash },
    });
    return { committed: true };
  });
}

export const revealDrawInput = prepareDrawInput.extend({ r: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The tenderee reveals, and the value is drawn for all to see.
 * @throws {Refusal} NOT_READY until a cosigned checkpoint holds both commitments
 */
export async function revealDraw(
  actor: Actor,
  input: z.infer<typeof revealDrawInput>,
  deps: Deps,
): Promise<{ readonly value: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.draw", await relationToLot(actor, lot));
  const draw = await drawOfKind(lot.id, input.name);
  if (!draw || draw.finishedAt) throw new Refusal("STATE_FORBIDS", { state: "drawn", event: "reveal" }, ["R-106"]);
  const { candidates } = JSON.parse(new TextDecoder().decode(draw.spec)) as { candidates: string[] };
  const outcome = await drawOutcome(draw, input.r, { mode: "value", candidates: candidates.length }, ["R-106"], deps);
  const value = candidates[outcome.order[0]!]!;
  await inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    const now = await drawOfKind(lot.id, input.name, tx);
    if (now?.finishedAt) return;
    await settleDraw(tx, lot, draw, outcome);
    await announce(tx, lot.id, "drawn", { name: input.name, value });
    await record(tx, actor, {
      action: "opening.draw",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { name: input.name, value },
    });
  });
  return { value };
}
