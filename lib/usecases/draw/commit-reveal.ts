import { bytesToHex, fromHex, hash, randomBytes, sameBytes, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { drawCommit, drawResult, drawSeed } from "@/lib/crypto/draw";
import { statementHash } from "@/lib/crypto/statements";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { Refusal } from "@/lib/domain/refusal";
import type { RuleId } from "@/lib/domain/rules";
import { platformNow } from "@/lib/store/clock";
import type { Tx } from "@/lib/store/db";
import { beginDraw, type DrawParty, finishDraw } from "@/lib/store/draws";
import { eventOfHash, logEvent } from "@/lib/store/log-events";
import type { LotWithTender } from "@/lib/store/lots";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { solemnProof } from "@/lib/usecases/log/prove-event";

/** The parties of a draw; each has its own random value, and the tenderee's is made by its browser. */
export const DRAW_PARTIES = ["platform", "tenderee"] as const;

export type DrawBeginning = {
  readonly kind: string;
  readonly spec: Uint8Array;
  /** The tenderee's commitment, hex. */
  readonly commit: string;
  /** Where the specification holds the blinded root alone. */
  readonly secret?: { readonly candidates: readonly string[]; readonly blind: string };
};

/** Both parties commit before either value is known to the other (protocol §7.2); the commitments are logged. */
export async function commitToDraw(tx: Tx, lot: LotWithTender, { kind, spec, commit, secret }: DrawBeginning) {
  const specHash = bytesToHex(hash(spec));
  const r = randomBytes(32);
  const parties: DrawParty[] = [
    { party: "platform", commit: bytesToHex(drawCommit(fromHex(specHash), r)), r: bytesToHex(r) },
    { party: "tenderee", commit, r: null },
  ];
  await beginDraw(tx, { lotId: lot.id, kind, spec, specHash, parties, ...secret });
  await logStatement(tx, lot, spec, "draw-spec");
  for (const one of parties) await logStatement(tx, lot, commitBytes(one.party, one.commit, specHash), "draw-commit");
  return { specHash };
}

const commitBytes = (party: string, commit: string, spec: string) =>
  canonicalBytes({ commit, fmt: "SBC/1", party, shares: [], spec, type: "draw-commit" });

const revealBytes = (party: string, r: string, spec: string) =>
  canonicalBytes({ fmt: "SBC/1", party, r: toBase64url(fromHex(r)), spec, type: "draw-reveal" });

async function logStatement(tx: Tx, lot: LotWithTender, bytes: Uint8Array, kind: string): Promise<void> {
  const sha256 = statementHash(bytes);
  const tender = { id: lot.tender.code, lot: lot.code };
  await keepStatement(tx, { lotId: lot.id, type: kind, bytes, sha256, cms: null, subject: kind });
  await logEvent(tx, { lotId: lot.id, tender, kind, hash: sha256 });
}

type Begun = {
  readonly id: string;
  readonly spec: Uint8Array;
  readonly specHash: string;
  readonly parties: unknown;
};

export type DrawOutcome = {
  readonly parties: readonly DrawParty[];
  readonly checkpoint: string;
  readonly result: Uint8Array;
  readonly seed: string;
  readonly order: readonly number[];
};

/**
 * What the tenderee's revealed value makes of the draw: the seed has in it the root of the first cosigned checkpoint that
 * holds both commitments, which nobody knew before (protocol §7.4). Whoever has the inputs computes the same result.
 *
 * @param r the tenderee's value, hex
 * @throws {Refusal} WRONG_SECRET, NOT_READY until the checkpoint is there
 */
export async function drawOutcome(
  draw: Begun,
  r: string,
  { mode, candidates }: { readonly mode: "order" | "value"; readonly candidates: number },
  rules: readonly RuleId[],
  deps: Deps,
): Promise<DrawOutcome> {
  const parties = draw.parties as readonly DrawParty[];
  const committed = parties.find(({ party }) => party === "tenderee")!.commit;
  if (!sameBytes(drawCommit(fromHex(draw.specHash), fromHex(r)), fromHex(committed)))
    throw new Refusal("WRONG_SECRET", {}, rules);
  const root = await rootWithAll(parties, draw.specHash, rules, deps);
  const revealed = parties.map((one) => (one.party === "tenderee" ? { ...one, r } : one));
  const seed = drawSeed([draw.spec, ...revealed.map((one) => fromHex(one.r ?? "")), root]);
  const order = drawResult(mode, candidates, seed);
  const checkpoint = bytesToHex(root);
  const result = canonicalBytes({
    beacon: null,
    checkpoint,
    fmt: "SBC/1",
    order,
    seed: bytesToHex(seed),
    spec: draw.specHash,
    type: "draw-result",
  });
  return { parties: revealed, checkpoint, result, seed: bytesToHex(seed), order };
}

/** Keeps the outcome; logs what each party revealed (protocol §7.3) and the result, so that everybody can draw again. */
export async function settleDraw(tx: Tx, lot: LotWithTender, draw: Begun, outcome: DrawOutcome): Promise<void> {
  await finishDraw(tx, draw.id, outcome);
  for (const { party, r } of outcome.parties)
    await logStatement(tx, lot, revealBytes(party, r ?? "", draw.specHash), "draw-reveal");
  await logStatement(tx, lot, outcome.result, "draw-result");
}

/** Root of the first cosigned checkpoint that holds every commitment. */
async function rootWithAll(
  parties: readonly DrawParty[],
  specHash: string,
  rules: readonly RuleId[],
  deps: Deps,
): Promise<Uint8Array> {
  const heads: { size: bigint; root: Uint8Array }[] = [];
  for (const { party, commit } of parties) {
    const event = await eventOfHash(statementHash(commitBytes(party, commit, specHash)), "draw-commit");
    const proof = event && (await solemnProof(event.id, { at: event.createdAt, now: await platformNow() }, deps));
    if (!proof) throw new Refusal("NOT_READY", { missing: "checkpoint" }, rules);
    heads.push(parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text));
  }
  return heads.sort((a, b) => (a.size < b.size ? 1 : -1))[0]!.root;
}
