import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { bytesToHex, fromHex } from "@/lib/crypto/bytes";
import { bondRefundDue } from "@/lib/domain/schedule";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { releaseBonds } from "@/lib/store/bonds-due";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { fileById } from "@/lib/store/files";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { preparationOf, savePreparation } from "@/lib/store/preparations";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { keepBytes } from "@/lib/usecases/document/build-set";
import { stepAward } from "@/lib/usecases/award/step-award";
import { bytesOfFile } from "@/lib/usecases/file/read-file";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { acceptPdf, preparePdf } from "@/lib/usecases/signing/pdf";
import { announceContract, type SignedContract } from "./announce-contract";
import { contractPdfData } from "./contract-pdf";
import { agreedFields } from "./contract-terms";
import { stepContract } from "./step-contract";

export const prepareContractInput = z.strictObject({ lotId: z.uuid() });
type Side = "tenderee" | "bidder";

/** Which side the actor signs for; anybody else is turned away. */
async function sideOf(actor: Actor, lot: LotWithTender): Promise<Side> {
  const relation = await relationToLot(actor, lot);
  if (actor.role === "tenderee" && relation === "owner") {
    authorise(actor, "contract.sign", "owner");
    return "tenderee";
  }
  const { partyId } = await agreedFields(lot);
  authorise(actor, "contract.sign", actor.role === "bidder" && actor.partyId === partyId ? "owner" : "none");
  return "bidder";
}

async function draftOf(lot: LotWithTender) {
  const contract = await db().contract.findUnique({ where: { lotId: lot.id } });
  if (!contract || contract.state === "signed")
    throw new Refusal("STATE_FORBIDS", { state: contract?.state ?? "none", event: "sign" }, ["R-145"]);
  return contract;
}

type Preparation = {
  /** The contract's text by its digest, and the file that the other side has signed already, if it has. */
  readonly contract: string;
  readonly base: string | null;
  readonly fileId: string;
  readonly pdfDigest: string;
};
const keyOf = (lotId: string, side: Side) => `contract:${lotId}:${side}`;

/**
 * What either side signs: the text by its digest, and the same text as PDF, in which each side has a field of its own. Who
 * comes second signs over the file that carries the first signature.
 */
export async function prepareContract(
  actor: Actor,
  input: z.infer<typeof prepareContractInput>,
  deps: Deps,
): Promise<Prepared[]> {
  const lot = await lotById(input.lotId);
  const side = await sideOf(actor, lot);
  const contract = await draftOf(lot);
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 合同 ${contract.number}`;
  const at = await platformNow();
  await stepContract(lot, contract, { at, signedDigest: contract.digest });
  const pdf = contract.pdfFileId
    ? await bytesOfFile(await fileById(contract.pdfFileId), deps)
    : await deps.pdf.make("contract-summary", await contractPdfData(lot, contract, at, deps));
  const ready = await preparePdf(pdf, { name: side, reason: title, at }, title, tender, deps);
  const file = await keepBytes(actor, null, `${title}.pdf`, "application/pdf", ready.pdf, deps);
  const preparation: Preparation = {
    contract: contract.digest,
    base: contract.pdfFileId,
    fileId: file.id,
    pdfDigest: bytesToHex(ready.byteRangeDigest),
  };
  await savePreparation(keyOf(lot.id, side), preparation);
  return [preparedAct({ act: "contract.sign", tender, subject: lot.id, digest: contract.digest, title }), ready.item];
}

export const signContractInput = prepareContractInput.extend({ signed: z.array(signedInput).length(2) });

/** Signs for one's side; with both signatures the contract stands, is public, and the bonds are due back. */
export async function signContract(
  actor: Actor,
  input: z.infer<typeof signContractInput>,
  deps: Deps,
): Promise<{ readonly state: string }> {
  const lot = await lotById(input.lotId);
  const side = await sideOf(actor, lot);
  const { digest } = await draftOf(lot);
  const preparation = await preparationOf<Preparation>(keyOf(lot.id, side));
  if (!preparation || preparation.contract !== digest) throw new Refusal("CONTENT_CHANGED", {}, ["R-145"]);
  const [act, document] = input.signed;
  const accepted = await acceptAct(actor, act!, { act: "contract.sign", subject: lot.id, digest }, deps);
  const prepared = await fileById(preparation.fileId);
  const { pdf } = await acceptPdf(
    actor,
    await bytesOfFile(prepared, deps),
    fromHex(preparation.pdfDigest),
    document!,
    deps,
  );
  const file = await keepBytes(actor, lot, prepared.name, "application/pdf", pdf, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    const contract = await tx.contract.findUnique({ where: { lotId: lot.id } });
    if (!contract) throw new Refusal("CONTENT_CHANGED", {}, ["R-145"]);
    const at = await platformNow(tx);
    // The other side may have drafted anew since: what it signed is what is signed now.
    const state = await stepContract(locked, contract, { at, signedDigest: digest }, tx);
    const mine = side === "tenderee" ? contract.tendereeStatementId : contract.bidderStatementId;
    if (mine) throw new Refusal("STATE_FORBIDS", { state: contract.state, event: "sign" }, ["R-145"]);
    // Both signed at once: the second has to sign over the first's file.
    if (contract.pdfFileId !== preparation.base) throw new Refusal("SIGNED_MEANWHILE", {});
    const { certificate: _certificate, ...statement } = accepted;
    const statementId = await keepStatement(tx, {
      ...statement,
      lotId: lot.id,
      subject: contract.number,
      timestamp: true,
    });
    const other = side === "tenderee" ? contract.bidderStatementId : contract.tendereeStatementId;
    await shareFile(tx, lot, file.id);
    await tx.contract.update({
      where: { lotId: lot.id },
      data: { state, [`${side}StatementId`]: statementId, signedAt: other ? at : null, pdfFileId: file.id },
    });
    if (other) await conclude(tx, actor, locked, { ...contract, at }, accepted.sha256);
    else await tellOther(tx, locked, side);
    await record(tx, actor, {
      action: "contract.sign",
      objectKind: "contract",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: digest,
      facts: { side },
    });
    return { state };
  });
}

/** Both sides and the supervisor read it: the winner's own file, open to the host. */
async function shareFile(tx: Tx, lot: LotWithTender, fileId: string): Promise<void> {
  const { partyId } = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id }, select: { partyId: true } });
  await tx.storedFile.update({ where: { id: fileId }, data: { partyId, audience: "host", lotId: lot.id } });
}

/** One signature is there: the other side's turn. */
async function tellOther(tx: Tx, lot: LotWithTender, side: Side): Promise<void> {
  const { partyId } = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id }, select: { partyId: true } });
  await notify(tx, {
    to: { partyId: side === "tenderee" ? partyId : lot.tender.tendereeId },
    kind: "contract.halfSigned",
    facts: { lot: lot.name, tender: lot.tender.name },
    lotId: lot.id,
    link: side === "tenderee" ? `/work/lots/${lot.id}/result` : `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
    legal: true,
  });
}

async function conclude(
  tx: Tx,
  actor: Actor,
  lot: LotWithTender,
  contract: SignedContract,
  hash: string,
): Promise<void> {
  stepAward(lot, "sign", { at: contract.at });
  await tx.lot.update({ where: { id: lot.id }, data: { contractSignedAt: contract.at } });
  const refundDue = bondRefundDue(contract.at, clockOfLot(lot)).limit;
  const { length: count } = await releaseBonds(tx, lot.id, refundDue);
  await logEvent(tx, { lotId: lot.id, tender: { id: lot.tender.code, lot: lot.code }, kind: "contract", hash });
  const { partyId } = await tx.award.findUniqueOrThrow({ where: { lotId: lot.id }, select: { partyId: true } });
  for (const to of [lot.tender.tendereeId, partyId])
    await notify(tx, {
      to: { partyId: to },
      kind: "contract.signed",
      facts: { lot: lot.name, tender: lot.tender.name, bonds: String(count), until: refundDue.toISOString() },
      lotId: lot.id,
      link: to === partyId ? `/work/lots/${lot.id}/result` : `/work/tenders/${lot.tenderId}/lots/${lot.id}/award`,
      legal: true,
    });
  await announceContract(tx, actor, lot, contract);
}
