import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, hash, randomBytes } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { blinded, blindedRoot } from "@/lib/crypto/draw";
import type { Actor } from "@/lib/domain/actor";
import { eligible } from "@/lib/domain/committee";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { type Committee, changeCommittee, committeeOfLot, everyMember, lockCommittee } from "@/lib/store/committees";
import { inTransaction, type Tx } from "@/lib/store/db";
import { drawsOfKind } from "@/lib/store/draws";
import { poolOfExperts } from "@/lib/store/experts";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import type { Deps } from "@/lib/usecases/deps";
import { commitToDraw, DRAW_PARTIES, drawOutcome, settleDraw } from "@/lib/usecases/draw/commit-reveal";
import { advanceCommittee } from "./step-committee";
import { keptOut } from "./avoidance";
import { EXPERT_DRAW, fillSeats, openExpertSeats } from "./fill-seats";

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
/** `name` is what the draw's button sends for every kind of draw. */
export const prepareExpertDrawInput = z.strictObject({ lotId: z.uuid(), name: z.literal(EXPERT_DRAW) });

type Preparation = { readonly spec: string; readonly candidates: readonly string[]; readonly blind: string };
const keyOf = (lotId: string) => `expert-draw:${lotId}`;

/**
 * Fixes what will be drawn from: experts of the specialty, within the region rule, in force, not kept out, and not asked
 * before. The specification holds the blinded root of the list, for names are secret until the result (protocol §7.1).
 */
export async function prepareExpertDraw(
  actor: Actor,
  input: z.output<typeof prepareExpertDrawInput>,
): Promise<{ readonly specHash: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  const { spec, ...secret } = await inTransaction(async (tx) => specification(tx, lot, await waitingFor(tx, lot)));
  const preparation: Preparation = { spec: encodeBase64(spec), ...secret };
  await savePreparation(keyOf(lot.id), preparation);
  return { specHash: bytesToHex(hash(spec)) };
}

/** The committee, if it waits for a draw. */
async function waitingFor(tx: Tx, lot: LotWithTender): Promise<{ committee: Committee; seats: number }> {
  const committee = await committeeOfLot(lot.id, tx);
  if (!committee) throw new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
  const seats = openExpertSeats(committee.expertCount, await everyMember(committee.id, tx)).length;
  if (committee.state !== "forming" || seats === 0 || lot.failedAt || lot.terminatedAt)
    throw new Refusal("STATE_FORBIDS", { state: committee.state, event: "draw" }, ["R-108"]);
  return { committee, seats };
}

async function specification(
  tx: Tx,
  lot: LotWithTender,
  { committee, seats }: { readonly committee: Committee; readonly seats: number },
) {
  const pool = await poolOfExperts(tx);
  const asked = new Set((await everyMember(committee.id, tx)).map(({ personId }) => personId));
  const region = lot.tender.regionCode.slice(0, 4);
  const wrongRegion = ({ regionCode }: { regionCode: string }) =>
    committee.regionRule !== "any" && regionCode.startsWith(region) !== (committee.regionRule === "local");
  const people = pool.map(({ personId }) => ({ personId, kind: "expert" as const }));
  const hits = await keptOut(tx, lot, committee, people);
  const excluded = pool.flatMap((expert) => {
    if (asked.has(expert.personId)) return [{ id: expert.id, reason: "asked" }];
    const hit = hits.get(expert.personId);
    if (hit) return [{ id: expert.id, reason: hit }];
    return wrongRegion(expert) ? [{ id: expert.id, reason: "region" }] : [];
  });
  const fit = eligible(pool, committee.specialty, new Set(excluded.map(({ id }) => id)));
  const candidates = fit.map(({ id }) => id);
  if (candidates.length < seats) throw new Refusal("NOT_READY", { missing: "experts" }, ["R-108"]);
  const blind = randomBytes(32);
  const exclusions = excluded
    .map(({ id, reason }) => ({ id: bytesToHex(blinded(blind, id)), reason }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const spec = canonicalBytes({
    algorithm: "sbc-draw-1",
    beacon: null,
    candidates_n: candidates.length,
    candidates_root: bytesToHex(blindedRoot(blind, candidates)),
    count: seats,
    exclusions,
    fmt: "SBC/1",
    kind: EXPERT_DRAW,
    mode: "order",
    parties: [...DRAW_PARTIES],
    tender: { id: lot.tender.code, lot: lot.code },
    type: "draw-spec",
  });
  return { spec, candidates, blind: bytesToHex(blind) };
}

export const commitExpertDrawInput = prepareExpertDrawInput.extend({ commit: hex32 });

/**
 * Commits both parties to the prepared specification. A draw that was begun and left may be begun again: without the
 * platform's value the host cannot have seen what it gave up.
 */
export async function commitExpertDraw(
  actor: Actor,
  input: z.output<typeof commitExpertDrawInput>,
): Promise<{ readonly committed: true }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  const preparation = await preparationOf<Preparation>(keyOf(lot.id));
  if (!preparation) throw new Refusal("STALE", {});
  return inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lot.id);
    if (!bench) throw new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
    const { seats } = await waitingFor(tx, bench.lot);
    const spec = decodeBase64(preparation.spec);
    const { count } = JSON.parse(new TextDecoder().decode(spec)) as { readonly count: number };
    const used = (await drawsOfKind(lot.id, EXPERT_DRAW, tx)).some((one) => one.specHash === bytesToHex(hash(spec)));
    if (count !== seats || used) throw new Refusal("STALE", {}, ["R-108"]);
    const { candidates, blind } = preparation;
    const beginning = { kind: EXPERT_DRAW, spec, commit: input.commit, secret: { candidates, blind } };
    const { specHash } = await commitToDraw(tx, bench.lot, beginning);
    await record(tx, actor, {
      action: "committee.draw",
      objectKind: "committee",
      objectId: bench.committee.id,
      lotId: lot.id,
      facts: { specHash, seats, candidates: candidates.length },
    });
    return { committed: true };
  });
}

export const revealExpertDrawInput = prepareExpertDrawInput.extend({ r: hex32 });

/**
 * Reveals, draws the order, and asks the first of it; the others are reserves in that order.
 * @throws {Refusal} NOT_READY until a cosigned checkpoint holds both commitments
 */
export async function revealExpertDraw(
  actor: Actor,
  input: z.output<typeof revealExpertDrawInput>,
  deps: Deps,
): Promise<{ readonly invited: number }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "committee.form", await relationToLot(actor, lot));
  const [draw] = await drawsOfKind(lot.id, EXPERT_DRAW);
  if (!draw || draw.finishedAt) throw new Refusal("STATE_FORBIDS", { state: "drawn", event: "reveal" }, ["R-108"]);
  const candidates = draw.candidates as readonly string[];
  const outcome = await drawOutcome(draw, input.r, { mode: "order", candidates: candidates.length }, ["R-108"], deps);
  return inTransaction(async (tx) => {
    const bench = await lockCommittee(tx, lot.id);
    if (!bench) throw new Refusal("NOT_READY", { missing: "committee" }, ["R-107"]);
    const [latest] = await drawsOfKind(lot.id, EXPERT_DRAW, tx);
    if (latest?.id !== draw.id || latest.finishedAt)
      throw new Refusal("STATE_FORBIDS", { state: "drawn", event: "reveal" }, ["R-108"]);
    const { seats } = await waitingFor(tx, bench.lot);
    await settleDraw(tx, bench.lot, draw, outcome);
    const committee = await changeCommittee(tx, bench.committee.id, { drawId: draw.id });
    const left = await fillSeats(tx, actor, { lot: bench.lot, committee });
    await record(tx, actor, {
      action: "committee.drawn",
      objectKind: "committee",
      objectId: committee.id,
      lotId: lot.id,
      facts: { specHash: draw.specHash, seed: outcome.seed, invited: seats - left.length },
    });
    await advanceCommittee(tx, actor, { lot: bench.lot, committee });
    return { invited: seats - left.length };
  });
}
