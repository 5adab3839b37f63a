import { z } from "zod";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, fromHex, sameBytes } from "@/lib/crypto/bytes";
import { statementHash } from "@/lib/crypto/statements";
import { type Actor, SYSTEM } from "@/lib/domain/actor";
import { readsPrices } from "@/lib/domain/envelopes";
import { drawsOf } from "@/lib/domain/method-terms";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { lockBench } from "@/lib/store/benches";
import { platformNow } from "@/lib/store/clock";
import { lockCommittee } from "@/lib/store/committees";
import { type Db, db, inTransaction, type Tx } from "@/lib/store/db";
import { currentSet } from "@/lib/store/documents";
import { drawsOfLot } from "@/lib/store/draws";
import { fileById, setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { referencePriceOf } from "@/lib/store/tenders";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { announce, hallObjections, lastBoardSeq, openedBids } from "@/lib/store/openings";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import { keepStatement } from "@/lib/store/statements";
import { screen } from "@/lib/usecases/committee/screen-committee";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { tableOf } from "@/lib/usecases/evaluation/bench";
import { settleMarks } from "@/lib/usecases/evaluation/settle-marks";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { acceptSignature, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, prepared } from "@/lib/usecases/signing/act";
import { acceptPdf, preparePdf, signPdfAsPlatform } from "@/lib/usecases/signing/pdf";
import { undecidedLines } from "./lines";
import { FIRST_RECORD, RECORD_NAMES, recordPdfData, recordStatement } from "./record-data";
import { type LotSession, mustBeHeld } from "./session";

export const prepareFinishInput = z.strictObject({ lotId: z.uuid() });

type Preparation = {
  readonly statement: string;
  readonly pdfFileId: string;
  readonly pdfDigest: string;
  /** Newest line of the board that is in the record. */
  readonly board: number;
};
const keyOf = (lotId: string) => `opening-record:${lotId}`;

/** Why the session cannot close yet, or nothing: unanswered objections, causes not decided, parameters not drawn. */
async function checkReady(lot: LotWithTender, on: Db = db()): Promise<LotSession> {
  // Suspended, the session stays open: its record is a step forward.
  if (lot.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-134"]);
  const session = await mustBeHeld(lot, "finish", ["R-102"], on);
  const open = (await hallObjections(lot.id, on)).filter(({ answer }) => answer === null);
  if (open.length > 0) throw new Refusal("OBJECTION_OPEN", { count: open.length }, ["R-101"]);
  const undecided = await undecidedLines(lot.id, session, on);
  if (undecided.length > 0) throw new Refusal("NOT_READY", { missing: `${undecided.length} × R-98` }, ["R-98"]);
  if (!readsPrices(session)) return session;
  const reference = await referencePriceOf(lot.id, on);
  if (reference && !reference.revealedAt) throw new Refusal("NOT_READY", { missing: "referencePrice" }, ["R-103"]);
  const terms = (await currentSet(lot.id, on))?.terms as unknown as CompleteTerms;
  const drawn = new Set(
    (await drawsOfLot(lot.id, on)).filter(({ finishedAt }) => finishedAt !== null).map(({ kind }) => kind),
  );
  if (drawsOf(terms.method).some(({ name }) => !drawn.has(name)))
    throw new Refusal("NOT_READY", { missing: "draws" }, ["R-106"]);
  return session;
}

/** Makes the opening record, statement and PDF, for the host to sign. */
export async function prepareFinish(
  actor: Actor,
  input: z.infer<typeof prepareFinishInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.finish", await relationToLot(actor, lot));
  const session = await checkReady(lot);
  const [at, board] = [await platformNow(), await lastBoardSeq(lot.id)];
  const statement = await recordStatement(lot, session, at);
  const tender = { id: lot.tender.code, lot: lot.code };
  const name = RECORD_NAMES[session.act];
  const title = `${lot.tender.name} ${lot.name} ${name}`;
  const data = await recordPdfData(lot, session, statementHash(statement), at, deps);
  const pdf = await deps.pdf.make("opening-record", data);
  const ready = await preparePdf(pdf, { name: "tenderee", reason: name, at }, title, tender, deps);
  const file = await keepBytes(actor, lot, `${title}.pdf`, "application/pdf", ready.pdf, deps);
  const preparation: Preparation = {
    statement: encodeBase64(statement),
    pdfFileId: file.id,
    pdfDigest: bytesToHex(ready.byteRangeDigest),
    board,
  };
  await savePreparation(keyOf(lot.id), preparation);
  return [prepared({ bytes: statement, purpose: "opening-record", tender, title }), ready.item];
}

export const finishOpeningInput = prepareFinishInput.extend({ signed: z.array(signedInput).length(2) });

/** Closes the session: the record is signed by host and platform, immutable, and public. */
export async function finishOpening(
  actor: Actor,
  input: z.infer<typeof finishOpeningInput>,
  deps: Deps,
): Promise<{ readonly fileId: string }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "opening.finish", await relationToLot(actor, lot));
  const session = await checkReady(lot);
  const preparation = await preparationOf<Preparation>(keyOf(lot.id));
  if (!preparation) throw new Refusal("STALE", {});
  const [statement, document] = input.signed;
  const accepted = await acceptSignature(actor, statement!, { type: "opening-record" }, deps);
  if (!sameBytes(accepted.bytes, decodeBase64(preparation.statement)))
    throw new Refusal("CONTENT_CHANGED", {}, ["R-102"]);
  const draft = await bytesOfFile(await fileById(preparation.pdfFileId), deps);
  const { pdf } = await acceptPdf(actor, draft, fromHex(preparation.pdfDigest), document!, deps);
  const at = await platformNow();
  const complete = await signPdfAsPlatform(pdf, { name: "platform", reason: "平台见证", at }, deps);
  const title = `${lot.code}-${RECORD_NAMES[session.act]}.pdf`;
  const file = await keepBytes(actor, lot, title, "application/pdf", complete, deps);
  const platformCms = await deps.platform.signStatement(accepted.bytes);
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    if ((await checkReady(locked, tx)).act !== session.act) throw new Refusal("STALE", {});
    // An objection raised, even answered, while the host was signing is not in this record: it is made and signed anew.
    if ((await lastBoardSeq(lot.id, tx)) !== preparation.board) throw new Refusal("CONTENT_CHANGED", {}, ["R-101"]);
    const { bytes, sha256, cms, signerSerial, signerName, partyId } = accepted;
    const common = { lotId: lot.id, bytes, sha256, subject: file.id };
    // The record with the prices keeps its name, whatever the number of envelopes; that of a first envelope has its own.
    const type = session.act === "first" ? FIRST_RECORD : "opening-record";
    await keepStatement(tx, { ...common, type, cms: platformCms, timestamp: true });
    await keepStatement(tx, { ...common, type: `${type}-host`, cms, signerSerial, signerName, partyId });
    await logEvent(tx, {
      lotId: lot.id,
      tender: { id: lot.tender.code, lot: lot.code },
      kind: "opening-record",
      hash: sha256,
    });
    const endedAt = await platformNow(tx);
    const data = session.act === "prices" ? { pricesEndedAt: endedAt } : { openingEndedAt: endedAt };
    await tx.lot.update({ where: { id: lot.id }, data });
    await setAudience(tx, [file.id], "public", lot.id);
    await announce(tx, lot.id, "finished", { fileId: file.id });
    await record(tx, actor, {
      action: "opening.finish",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: sha256,
      facts: { act: session.act },
    });
    if (session.act === "prices") await goOnWithPrices(tx, actor, lot.id);
  });
  return { fileId: file.id };
}

/** The committee, whose work has rested since everything but the price was judged, goes on by itself. */
async function goOnWithPrices(tx: Tx, actor: Actor, lotId: string): Promise<void> {
  const bench = await lockCommittee(tx, lotId, "update");
  // The other members of a consortium stand in the form: who works for one of them is known only now.
  if (!bench || (await screen(tx, SYSTEM, bench)).hits > 0) return;
  const [lot, committee] = [bench.lot, await lockBench(tx, lotId)];
  if (committee) await settleMarks(tx, actor, await tableOf(lot, committee, await openedBids(lotId, tx)));
}
