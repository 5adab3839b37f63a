import { z } from "zod";
import { bytesToHex, fromHex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { openRechecks } from "@/lib/store/candidate-rechecks";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, inTransaction } from "@/lib/store/db";
import { fileById, setAudience } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { openedBids } from "@/lib/store/openings";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { acceptPdf, preparePdf } from "@/lib/usecases/signing/pdf";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { announceResult } from "./announce-result";
import { fallenCandidates } from "./give-up";
import { lettersOf } from "./letter-data";
import { stepAward } from "./step-award";

export const prepareLettersInput = z.strictObject({ lotId: z.uuid() });

type Made = {
  readonly partyId: string;
  readonly kind: "win" | "lose";
  readonly fileId: string;
  readonly digest: string;
  readonly title: string;
};
const keyOf = (lotId: string) => `letters:${lotId}`;

/** All letters or none: as many as bids were in the opening record (R-144), and to a winner that still is one (R-143). */
async function mayBeSent(lot: LotWithTender, letters: number, at: Date, on: Db = db()): Promise<void> {
  const bidders = (await openedBids(lot.id, on)).length;
  const award = await on.award.findUnique({ where: { lotId: lot.id }, select: { digest: true } });
  // Fixed, and not confirmed by the committee afterwards: the tenderee takes the award back and chooses anew.
  const fallen = award !== null && (await fallenCandidates(lot.id, on))[award.digest] !== undefined;
  const choice = fallen ? new Refusal("NOT_A_CANDIDATE", {}, ["R-143"]) : null;
  stepAward(lot, "sendLetters", { at, letters, bidders, choice, rechecks: await openRechecks(lot.id, on) });
}

/** Makes the award letter and a result notice for every other bidder, for the tenderee to sign in one act (R-144). */
export async function prepareLetters(
  actor: Actor,
  input: z.infer<typeof prepareLettersInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.send", await relationToLot(actor, lot));
  const at = await platformNow();
  const tender = { id: lot.tender.code, lot: lot.code };
  const items: Prepared[] = [];
  const made: Made[] = [];
  const letters = lot.winnerFixedAt ? await lettersOf(lot, at, deps) : [];
  await mayBeSent(lot, letters.length, at);
  for (const letter of letters) {
    const title = `${lot.name} ${letter.kind === "win" ? "中标通知书" : `中标结果通知书 ${made.length + 1}`}`;
    const pdf = await deps.pdf.make(letter.template, letter.data);
    const ready = await preparePdf(pdf, { name: "tenderee", reason: title, at }, title, tender, deps);
    const file = await keepBytes(actor, lot, `${title}.pdf`, "application/pdf", ready.pdf, deps);
    made.push({
      partyId: letter.partyId,
      kind: letter.kind,
      fileId: file.id,
      digest: bytesToHex(ready.byteRangeDigest),
      title,
    });
    items.push(ready.item);
  }
  await savePreparation(keyOf(lot.id), made);
  return items;
}

export const sendLettersInput = prepareLettersInput.extend({ signed: z.array(signedInput).min(1).max(500) });

/**
 * Sends the award letter and all result notices, all or none (R-144): from here the award binds. The result goes to the
 * hub (513) and the bonds' way back begins with the contract.
 */
export async function sendLetters(
  actor: Actor,
  input: z.infer<typeof sendLettersInput>,
  deps: Deps,
): Promise<{ readonly sent: number }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.send", await relationToLot(actor, lot));
  const made = await preparationOf<Made[]>(keyOf(lot.id));
  if (!made || made.length !== input.signed.length) throw new Refusal("STALE", {});
  await mayBeSent(lot, made.length, await platformNow());
  const letters: { made: Made; fileId: string; sha256: string }[] = [];
  for (const [index, one] of made.entries()) {
    const draft = await bytesOfFile(await fileById(one.fileId), deps);
    const { pdf, sha256 } = await acceptPdf(actor, draft, fromHex(one.digest), input.signed[index]!, deps);
    const file = await keepBytes(actor, lot, `${one.title}.pdf`, "application/pdf", pdf, deps);
    letters.push({ made: one, fileId: file.id, sha256 });
  }
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const sentAt = await platformNow(tx);
    await mayBeSent(locked, letters.length, sentAt, tx);
    // The winner may have fallen away and another been fixed since: those letters congratulate the wrong one.
    const award = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id }, select: { partyId: true } });
    if (letters.find(({ made: { kind } }) => kind === "win")?.made.partyId !== award.partyId)
      throw new Refusal("STALE", {}, ["R-144"]);
    const tender = { id: lot.tender.code, lot: lot.code };
    for (const { made: one, fileId, sha256 } of letters) {
      // After a winner fell away everybody gets a new letter; the first one's file and log line stay.
      const letter = { kind: one.kind, pdfFileId: fileId, sentAt };
      await tx.awardLetter.upsert({
        where: { lotId_partyId: { lotId: lot.id, partyId: one.partyId } },
        create: { lotId: lot.id, partyId: one.partyId, ...letter },
        update: letter,
      });
      // The addressee's own file: nobody else reads it but the host.
      await tx.storedFile.update({ where: { id: fileId }, data: { partyId: one.partyId } });
      await setAudience(tx, [fileId], "party", lot.id);
      await logEvent(tx, {
        lotId: lot.id,
        tender,
        kind: one.kind === "win" ? "award-letter" : "result-notice",
        hash: sha256,
      });
      await notify(tx, {
        to: { partyId: one.partyId },
        kind: one.kind === "win" ? "award.won" : "award.lost",
        facts: { lot: lot.name, tender: lot.tender.name },
        lotId: lot.id,
        link: `/work/lots/${lot.id}/result`,
        legal: true,
      });
    }
    await tx.lot.update({ where: { id: lot.id }, data: { noticeSentAt: sentAt } });
    await announceResult(tx, actor, locked, sentAt);
    await record(tx, actor, {
      action: "award.send",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      facts: { letters: letters.length },
    });
    return { sent: letters.length };
  });
}
