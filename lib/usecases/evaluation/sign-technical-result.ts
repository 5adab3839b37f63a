import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { sameBytes } from "@/lib/crypto/bytes";
import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { parseTechnicalResult } from "@/lib/crypto/opening-statements";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import type { Db, Tx } from "@/lib/store/db";
import { db } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { notify } from "@/lib/store/messages";
import { announce, lotStatement, openedBids } from "@/lib/store/openings";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { acceptSignature, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { atBench, type Bench, benchOf, mustBeIn, mustLead } from "./bench";
import { validBids } from "./review-steps";

export const prepareTechnicalResultInput = z.strictObject({ lotId: z.uuid() });

const keyOf = (lotId: string) => `technical-result:${lotId}`;

/**
 * What the chair signs when everything but the price is judged: which bids of the freeze passed (protocol §9, stage 2).
 * Who was rejected, and why, stands in the record of rejections; nobody adds or leaves out a bid here.
 */
export async function prepareTechnicalResult(
  actor: Actor,
  { lotId }: z.infer<typeof prepareTechnicalResultInput>,
): Promise<Prepared> {
  const bench = await benchOf(actor, lotId);
  await mustBeDue(bench);
  const bytes = await resultStatement(bench, await platformNow());
  await savePreparation(keyOf(lotId), { statement: encodeBase64(bytes) });
  const { lot } = bench;
  const tender = { id: lot.tender.code, lot: lot.code };
  return prepared({ bytes, purpose: "technical-result", tender, title: `${lot.tender.name} ${lot.name} 技术评审结果` });
}

async function mustBeDue(bench: Bench, on: Db = db()): Promise<void> {
  mustLead(bench);
  mustBeIn(bench, ["sealed"], "signTechnicalResult");
  if (await lotStatement(bench.lot.id, "technical-result", on))
    throw new Refusal("STATE_FORBIDS", { state: "signed", event: "signTechnicalResult" }, ["R-113"]);
}

async function resultStatement(bench: Bench, at: Date, on: Db = db()): Promise<Uint8Array> {
  const { lot, committee, bids } = bench;
  const rows = await openedBids(lot.id, on);
  const { rejections } = await reviewRows(lot.id, committee.members, on);
  const freeze = await lotStatement(lot.id, "freeze", on);
  const passed = new Set(validBids(bids, rejections).map(({ digest }) => digest));
  const bytes = canonicalBytes({
    at: instant(at),
    bids: rows
      .map(({ digest }) => ({ bid: digest, passed: passed.has(digest) }))
      .sort((a, b) => (a.bid < b.bid ? -1 : 1)),
    fmt: "SBC/1",
    freeze: freeze?.sha256 ?? "",
    tender: { id: lot.tender.code, lot: lot.code },
    type: "technical-result",
  });
  parseTechnicalResult(bytes);
  return bytes;
}

export const signTechnicalResultInput = prepareTechnicalResultInput.extend({ signed: signedInput });

/**
 * Keeps the technical result, signed by the chair and by the platform, and logs it: only from its entry in the log on do
 * the trustees give their shares of the price envelopes, and only of the bids that passed.
 */
export async function signTechnicalResult(
  actor: Actor,
  { lotId, signed }: z.infer<typeof signTechnicalResultInput>,
  deps: Deps,
): Promise<{ readonly passed: number }> {
  await mustBeDue(await benchOf(actor, lotId));
  const preparation = await preparationOf<{ readonly statement: string }>(keyOf(lotId));
  if (!preparation) throw new Refusal("STALE", {});
  const accepted = await acceptSignature(actor, signed, { type: "technical-result" }, deps);
  if (!sameBytes(accepted.bytes, decodeBase64(preparation.statement)))
    throw new Refusal("CONTENT_CHANGED", {}, ["R-113"]);
  const platformCms = await deps.platform.signStatement(accepted.bytes);
  return atBench(actor, lotId, (tx, bench) => keepResult(tx, actor, bench, { ...accepted, platformCms }), "update");
}

type Accepted = Awaited<ReturnType<typeof acceptSignature>> & { readonly platformCms: Uint8Array };

async function keepResult(
  tx: Tx,
  actor: Actor,
  bench: Bench,
  { bytes, sha256, cms, signerSerial, signerName, partyId, platformCms }: Accepted,
): Promise<{ readonly passed: number }> {
  await mustBeDue(bench, tx);
  const { lot, committee } = bench;
  const statement = parseTechnicalResult(bytes);
  // A member replaced or a bid rejected while the chair was signing is not in it: it is made and signed anew.
  if (!sameBytes(bytes, await resultStatement(bench, new Date(statement.at), tx)))
    throw new Refusal("CONTENT_CHANGED", {}, ["R-113"]);
  const common = { lotId: lot.id, bytes, sha256 };
  await keepStatement(tx, { ...common, type: "technical-result", cms: platformCms, timestamp: true });
  await keepStatement(tx, { ...common, type: "technical-result-chair", cms, signerSerial, signerName, partyId });
  const tender = { id: lot.tender.code, lot: lot.code };
  await logEvent(tx, { lotId: lot.id, tender, kind: "technical-result", hash: sha256 });
  const passed = statement.bids.filter((bid) => bid.passed).length;
  await announce(tx, lot.id, "technicalResult", { passed, count: statement.bids.length });
  const { tendereeId, agencyId } = lot.tender;
  for (const host of [tendereeId, ...(agencyId ? [agencyId] : [])])
    await notify(tx, {
      to: { partyId: host },
      kind: "opening.setPrices",
      facts: { lot: lot.name, tender: lot.tender.name },
      lotId: lot.id,
      link: `/room/opening/${lot.id}`,
    });
  await record(tx, actor, {
    action: "evaluation.technicalResult",
    objectKind: "committee",
    objectId: committee.id,
    lotId: lot.id,
    afterHash: sha256,
    facts: { passed },
  });
  return { passed };
}
