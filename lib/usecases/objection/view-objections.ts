import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { type ObjectionKind, objectionWindow } from "@/lib/domain/objection";
import { Refusal } from "@/lib/domain/refusal";
import { complaintDue } from "@/lib/domain/schedule";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import { lotIdsOfOwner, objectionById, type ObjectionRow, objectionsFor } from "@/lib/store/objections";
import { statementById } from "@/lib/store/statements";
import { partyCards } from "@/lib/store/tenders";
import { clockOfLot } from "./clock-of-lot";

export type ObjectionView = {
  readonly objection: ObjectionRow;
  readonly lot: LotWithTender;
  readonly host: boolean;
  readonly own: boolean;
  readonly by: string;
  /** Where a complaint goes. */
  readonly authority: string;
  readonly sha256: string | null;
  readonly complaintUntil: Date | null;
  readonly overdue: boolean;
};

export const viewObjectionInput = z.strictObject({ objectionId: z.uuid() });

/** One objection: for who raised it, who answers it, and who supervises. */
export async function viewObjection(actor: Actor, input: z.infer<typeof viewObjectionInput>): Promise<ObjectionView> {
  const objection = await objectionById(input.objectionId);
  const lot = await lotById(objection.lotId);
  const relation = await relationToLot(actor, lot);
  const own = objection.partyId === actor.partyId;
  if (!own && relation !== "owner") throw new Refusal("NOT_ALLOWED", { action: "objection.find" });
  const host = relation === "owner" && actor.role !== "supervisor";
  // Who raised it stays with the objector and those who answer or supervise; nobody else gets here.
  const [parties, statement] = await Promise.all([
    partyCards([objection.partyId, lot.tender.supervisorId]),
    objection.statementId ? statementById(objection.statementId) : null,
  ]);
  const answeredAt = objection.answeredAt;
  return {
    objection,
    lot,
    own,
    host,
    by: parties.get(objection.partyId)?.name ?? "",
    authority: parties.get(lot.tender.supervisorId)?.name ?? "",
    sha256: statement?.sha256 ?? null,
    complaintUntil: answeredAt
      ? complaintDue(answeredAt, { raisedAt: objection.at, answeredAt }, clockOfLot(lot)).limit
      : null,
    overdue: objection.answer === null && (await platformNow()) >= objection.dueLimit,
  };
}

export type ObjectionLine = ObjectionRow & { readonly lotName: string };

/** Objections the actor raised, and those to lots it answers for or supervises, the newest first. */
export async function viewMyObjections(actor: Actor): Promise<readonly ObjectionLine[]> {
  if (!actor.partyId) throw new Refusal("SIGN_IN_NEEDED", {});
  const hosted = actor.role === "bidder" ? [] : await lotIdsOfOwner(actor.partyId);
  const rows = await objectionsFor(actor.partyId, hosted);
  return Promise.all(
    rows.map(async (row) => {
      const lot = await lotById(row.lotId);
      return { ...row, lotName: `${lot.tender.name} ${lot.name}` };
    }),
  );
}

export const viewObjectableInput = z.strictObject({ lotId: z.uuid() });

type Window = { readonly from: string; readonly until: string | null } | null;

/** A public lot, for the form of an objection, with the window of each kind as it stands now. */
export async function viewObjectable(
  actor: Actor,
  input: z.infer<typeof viewObjectableInput>,
): Promise<{
  readonly lot: LotWithTender;
  readonly windows: Readonly<Record<ObjectionKind, Window>>;
  readonly asOf: string;
}> {
  authorise(actor, "objection.file", "none");
  const lot = await lotById(input.lotId);
  if (!lot.publishedAt) throw new Refusal("NOT_ALLOWED", { action: "lot.find" });
  const clock = clockOfLot(lot);
  const window = (kind: ObjectionKind): Window => {
    const found = objectionWindow(kind, lot, clock);
    return found ? { from: found.from.toISOString(), until: found.until?.toISOString() ?? null } : null;
  };
  const windows = { document: window("document"), opening: window("opening"), result: window("result") };
  return { lot, windows, asOf: (await platformNow()).toISOString() };
}
