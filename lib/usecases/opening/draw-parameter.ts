import { z } from "zod";
import { bytesToHex, fromHex, hash, randomBytes } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { drawCommit, drawResult, drawSeed } from "@/lib/crypto/draw";
import { compareUtf8 } from "@/lib/crypto/policy";
import { statementHash } from "@/lib/crypto/statements";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import type { Actor } from "@/lib/domain/actor";
import { drawsOf } from "@/lib/domain/method-terms";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { beginDraw, drawOfKind, type DrawParty, finishDraw } from "@/lib/store/draws";
import { eventOfHash, logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { announce } from "@/lib/store/openings";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { solemnProof } from "@/lib/usecases/log/prove-event";

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
  if (!found || !lot.announcedAt) throw new Refusal("STATE_FORBIDS", { state: "opening", event: "draw" }, ["R-106"]);
  return canonicalBytes({
    algorithm: "sbc-draw-1",
    beacon: null,
    candidates: [...found.values].sort(compareUtf8),
    count: 1,
    exclusions: [],
    fmt: "SBC/1",
    kind: name,
    mode: "value",
    parties: ["platform", "tenderee"],
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
  const specHash = bytesToHex(hash(spec));
  const r = randomBytes(32);
  const parties: DrawParty[] = [
    { party: "platform", commit: bytesToHex(drawCommit(fromHex(specHash), r)), r: bytesToHex(r) },
    { party: "tenderee", commit: input.commit, r: null },
  ];
  return inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    if (await drawOfKind(lot.id, input.name, tx))
      throw new Refusal("STATE_FORBIDS", { state: "drawn", event: "draw" }, ["R-106"]);
    await beginDraw(tx, { lotId: lot.id, kind: input.name, spec, specHash, parties });
    await logStatement(tx, lot, spec, "draw-spec");
    for (const { party, commit } of parties)
      await logStatement(tx, lot, commitBytes(party, commit, specHash), "draw-commit");
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

const commitBytes = (party: string, commit: string, spec: string) =>
  canonicalBytes({ commit, fmt: "SBC/1", party, shares: [], spec, type: "draw-commit" });

async function logStatement(tx: Tx, lot: LotWithTender, bytes: Uint8Array, kind: string): Promise<void> {
  const sha256 = statementHash(bytes);
  const tender = { id: lot.tender.code, lot: lot.code };
  await keepStatement(tx, { lotId: lot.id, type: kind, bytes, sha256, cms: null, subject: kind });
  await logEvent(tx, { lotId: lot.id, tender, kind, hash: sha256 });
}

export const revealDrawInput = prepareDrawInput.extend({ r: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The tenderee reveals, after a cosigned checkpoint holds both commitments; its root, which nobody knew before, goes into
 * the seed (protocol §7.4). Whoever has the inputs computes the same result.
 * @throws {Refusal} NOT_READY until the checkpoint is there
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
  const parties = draw.parties as unknown as DrawParty[];
  const committed = parties.find(({ party }) => party === "tenderee")!.commit;
  if (bytesToHex(drawCommit(fromHex(draw.specHash), fromHex(input.r))) !== committed)
    throw new Refusal("WRONG_SECRET", {}, ["R-106"]);
  const root = await rootWithBoth(parties, draw.specHash, deps);
  const revealed = parties.map((one) => (one.party === "tenderee" ? { ...one, r: input.r } : one));
  const seed = drawSeed([draw.spec, ...revealed.map(({ r }) => fromHex(r ?? "")), root]);
  const candidates = (JSON.parse(new TextDecoder().decode(draw.spec)) as { candidates: string[] }).candidates;
  const order = drawResult("value", candidates.length, seed);
  const value = candidates[order[0]!]!;
  const bytes = canonicalBytes({
    beacon: null,
    checkpoint: bytesToHex(root),
    fmt: "SBC/1",
    order,
    seed: bytesToHex(seed),
    spec: draw.specHash,
    type: "draw-result",
  });
  await inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    const now = await drawOfKind(lot.id, input.name, tx);
    if (now?.finishedAt) return;
    await finishDraw(tx, draw.id, {
      parties: revealed,
      checkpoint: bytesToHex(root),
      result: bytes,
      seed: bytesToHex(seed),
      order,
    });
    await logStatement(tx, lot, bytes, "draw-result");
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

/** Root of the first cosigned checkpoint that holds every commitment. */
async function rootWithBoth(parties: readonly DrawParty[], specHash: string, deps: Deps): Promise<Uint8Array> {
  const heads: { size: bigint; root: Uint8Array }[] = [];
  for (const { party, commit } of parties) {
    const event = await eventOfHash(statementHash(commitBytes(party, commit, specHash)), "draw-commit");
    const proof = event && (await solemnProof(event.id, { at: event.createdAt, now: await platformNow() }, deps));
    if (!proof) throw new Refusal("NOT_READY", { missing: "checkpoint" }, ["R-106"]);
    heads.push(parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text));
  }
  return heads.sort((a, b) => (a.size < b.size ? 1 : -1))[0]!.root;
}
