import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, fromHex, sha256Hex } from "@/lib/crypto/bytes";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { supervisorReportDue } from "@/lib/domain/schedule";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { type Db, db, inTransaction } from "@/lib/store/db";
import { fileById, setAudience } from "@/lib/store/files";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { signedInput } from "@/lib/usecases/signing/accept-signature";
import type { Prepared } from "@/lib/usecases/signing/act";
import { acceptPdf, preparePdf } from "@/lib/usecases/signing/pdf";
import { supervisorReportPdf } from "./supervisor-report-data";

export const prepareSupervisorReportInput = z.strictObject({ lotId: z.uuid() });

type Preparation = { readonly fileId: string; readonly digest: string; readonly award: string };
const TYPE = "supervisor-report";
const keyOf = (lotId: string) => `${TYPE}:${lotId}`;
const titleOf = (lot: LotWithTender) => `${lot.tender.name} ${lot.name} 招标投标情况书面报告`;

/** Owed for mandatory projects once the winner is fixed, once for each award. */
async function mustBeOwed(lot: LotWithTender, on: Db = db()): Promise<string> {
  const report = await supervisorReportOf(lot, on);
  if (!report?.winner || report.fileId)
    throw new Refusal("STATE_FORBIDS", { state: "award", event: "report" }, ["R-146"]);
  return report.winner;
}

/** Compiles the written report from the record, for the tenderee's side to sign. */
export async function prepareSupervisorReport(
  actor: Actor,
  input: z.infer<typeof prepareSupervisorReportInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.send", await relationToLot(actor, lot));
  const award = await mustBeOwed(lot);
  const [at, title] = [await platformNow(), titleOf(lot)];
  const pdf = await deps.pdf.make("notice", await supervisorReportPdf(lot, title, at, deps));
  const tender = { id: lot.tender.code, lot: lot.code };
  const ready = await preparePdf(pdf, { name: "tenderee", reason: "书面报告", at }, title, tender, deps);
  const file = await keepBytes(actor, lot, `${title}.pdf`, "application/pdf", ready.pdf, deps);
  const preparation: Preparation = { fileId: file.id, digest: bytesToHex(ready.byteRangeDigest), award };
  await savePreparation(keyOf(lot.id), preparation);
  return [ready.item];
}

export const sendSupervisorReportInput = prepareSupervisorReportInput.extend({
  signed: z.array(signedInput).length(1),
});

/** Hands the signed report to the supervisor of the lot. A late one is overdue, not refused: it is owed all the same. */
export async function sendSupervisorReport(
  actor: Actor,
  input: z.infer<typeof sendSupervisorReportInput>,
  deps: Deps,
): Promise<{ readonly fileId: string; readonly late: boolean }> {
  const lot = await lotById(input.lotId);
  authorise(actor, "award.send", await relationToLot(actor, lot));
  const preparation = await preparationOf<Preparation>(keyOf(lot.id));
  if (!preparation || preparation.award !== (await mustBeOwed(lot))) throw new Refusal("STALE", {}, ["R-146"]);
  const draft = await bytesOfFile(await fileById(preparation.fileId), deps);
  const [signed] = input.signed;
  const { pdf, certificate } = await acceptPdf(actor, draft, fromHex(preparation.digest), signed!, deps);
  const file = await keepBytes(actor, lot, `${titleOf(lot)}.pdf`, "application/pdf", pdf, deps);
  const bytes = decodeBase64(signed!.statement);
  const sha256 = await sha256Hex(bytes);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    // Another was fixed, or somebody else reported, while this one was being signed.
    if ((await mustBeOwed(locked, tx)) !== preparation.award) throw new Refusal("STALE", {}, ["R-146"]);
    await keepStatement(tx, {
      lotId: lot.id,
      type: TYPE,
      bytes,
      sha256,
      cms: decodeBase64(signed!.cms),
      signerSerial: certificate.serialHex,
      signerName: `${actor.partyName} ${actor.name}`.trim(),
      partyId: actor.partyId,
      subject: file.id,
      timestamp: true,
    });
    await setAudience(tx, [file.id], "host", lot.id);
    await notify(tx, {
      to: { partyId: lot.tender.supervisorId },
      kind: "award.reported",
      facts: { lot: lot.name, tender: lot.tender.name },
      lotId: lot.id,
      link: `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
      legal: true,
    });
    const due = supervisorReportDue(locked.winnerFixedAt!, clockOfLot(locked)).limit;
    const late = (await platformNow(tx)) >= due;
    await record(tx, actor, {
      action: "award.report",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: sha256,
      facts: { late },
    });
    return { fileId: file.id, late };
  });
}

/** The report owed or sent for the award as it stands; null where none is owed. */
export async function supervisorReportOf(lot: LotWithTender, on: Db = db()) {
  if (!lot.tender.statutory || !lot.winnerFixedAt) return null;
  const award = await on.award.findUnique({ where: { lotId: lot.id }, select: { digest: true } });
  // One that was sent for a winner who fell away since speaks of another award.
  const sent = await on.statement.findFirst({
    where: { lotId: lot.id, type: TYPE, at: { gte: lot.winnerFixedAt } },
    select: { subject: true, at: true },
  });
  const due = supervisorReportDue(lot.winnerFixedAt, clockOfLot(lot)).limit;
  return { winner: award?.digest ?? null, fileId: sent?.subject ?? null, at: sent?.at ?? null, due };
}
