import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { bondRefundDue } from "@/lib/domain/schedule";
import { compactTime } from "@/lib/kernel/format";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction, type Tx } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { report } from "@/lib/store/outbox";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { clockOfLot } from "@/lib/usecases/objection/clock-of-lot";
import { acceptAct, signedInput } from "@/lib/usecases/signing/accept-signature";
import { type Prepared, preparedAct } from "@/lib/usecases/signing/act";
import { agreedFields } from "./contract-terms";

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

/** What either side signs: the same text, by its digest. */
export async function prepareContract(actor: Actor, input: z.infer<typeof prepareContractInput>): Promise<Prepared> {
  const lot = await lotById(input.lotId);
  await sideOf(actor, lot);
  const contract = await draftOf(lot);
  const tender = { id: lot.tender.code, lot: lot.code };
  const title = `${lot.tender.name} ${lot.name} 合同 ${contract.number}`;
  return preparedAct({ act: "contract.sign", tender, subject: lot.id, digest: contract.digest, title });
}

export const signContractInput = prepareContractInput.extend({ signed: signedInput });

/** Signs for one's side; with both signatures the contract stands and the bonds are due back in five days. */
export async function signContract(
  actor: Actor,
  input: z.infer<typeof signContractInput>,
  deps: Deps,
): Promise<{ readonly state: string }> {
  const lot = await lotById(input.lotId);
  const side = await sideOf(actor, lot);
  const { digest } = await draftOf(lot);
  const accepted = await acceptAct(actor, input.signed, { act: "contract.sign", subject: lot.id, digest }, deps);
  return inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "update");
    if (locked.suspendedAt) throw new Refusal("SUSPENDED", {}, ["R-128"]);
    const contract = await tx.contract.findUniqueOrThrow({ where: { lotId: lot.id } });
    // The other side may have drafted anew since: what it signed is what is signed now.
    if (contract.digest !== digest) throw new Refusal("CONTENT_CHANGED", {}, ["R-145"]);
    const mine = side === "tenderee" ? contract.tendereeStatementId : contract.bidderStatementId;
    if (mine) throw new Refusal("STATE_FORBIDS", { state: contract.state, event: "sign" }, ["R-145"]);
    const { certificate: _certificate, ...statement } = accepted;
    const statementId = await keepStatement(tx, {
      ...statement,
      lotId: lot.id,
      subject: contract.number,
      timestamp: true,
    });
    const other = side === "tenderee" ? contract.bidderStatementId : contract.tendereeStatementId;
    const state = other ? "signed" : "halfSigned";
    const at = await platformNow(tx);
    await tx.contract.update({
      where: { lotId: lot.id },
      data: { state, [`${side}StatementId`]: statementId, signedAt: other ? at : null },
    });
    if (other) await conclude(tx, locked, contract, accepted.sha256, at);
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

async function conclude(
  tx: Tx,
  lot: LotWithTender,
  contract: { number: string; priceFen: bigint; fields: unknown },
  hash: string,
  at: Date,
): Promise<void> {
  await tx.lot.update({ where: { id: lot.id }, data: { contractSignedAt: at } });
  const refundDue = bondRefundDue(at, clockOfLot(lot)).limit;
  await tx.bond.updateMany({
    where: { lotId: lot.id, state: { in: ["matched", "held"] } },
    data: { state: "refundDue", refundDue },
  });
  await logEvent(tx, { lotId: lot.id, tender: { id: lot.tender.code, lot: lot.code }, kind: "contract", hash });
  const fields = contract.fields as { durationDays?: number; quality?: string };
  await report(tx, {
    kind: 512,
    op: "create",
    key: lot.code,
    lotId: lot.id,
    occurredAt: at,
    payload: {
      BID_SECTION_CODES: [lot.code],
      CONTRACT_NAME: `${lot.tender.name} ${lot.name}`,
      CONTRACT_CODE: contract.number,
      CONTRACT_PRICE: `${contract.priceFen / 100n}.${String(contract.priceFen % 100n).padStart(2, "0")}`,
      CURRENCY_CODE: "156",
      PRICE_UNIT: "0",
      LIMITE_TIME: fields.durationDays ?? 0,
      QUALITY_REQUIRE: fields.quality ?? "",
      CONTRACT_SIGN_TIME: compactTime(at),
      SUBMIT_TIME: compactTime(at),
    },
  });
}
