import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { authorise } from "@/lib/policy/authorise";
import { maySee } from "@/lib/policy/table";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lotById, relationToLot } from "@/lib/store/lots";
import { type LinkedEntry, linksOf } from "@/lib/store/audit-chain";
import { lotAudit, type NamedEntry } from "@/lib/store/supervision";
import { mustHaveReason } from "./state-reason";

export const LOG_PAGE = 100;
export const viewLotLogInput = z.strictObject({
  lotId: z.uuid(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/**
 * The record of a lot for its supervisor and the auditor. Entries of the bidders' side appear once the policy lets them;
 * numbers are given to what is shown, so that no gap counts the bids (settled 4). Every look is itself recorded.
 */
export async function viewLotLog(actor: Actor, { lotId, page }: z.infer<typeof viewLotLogInput>) {
  const lot = await lotById(lotId);
  const relation = await relationToLot(actor, lot);
  authorise(actor, "audit.view", relation);
  const asOf = await platformNow();
  const stage = stageOf(lot, asOf);
  const standing = { role: actor.role, relation, stage };
  // Neither field granted: a stranger finds nothing here, as if there were no such lot.
  if (!maySee("audit", "neutral", standing)) authorise(actor, "supervision.order", relation);
  const bidderSide = maySee("audit", "bidderSide", standing);
  const named = maySee("committee", "names", standing);
  await mustHaveReason(actor, lot);
  const skip = (page - 1) * LOG_PAGE;
  const { rows, total } = await lotAudit({ lotId, bidderSide }, { skip, take: LOG_PAGE });
  await inTransaction((tx) =>
    record(tx, actor, {
      action: "audit.view",
      objectKind: "lot",
      objectId: lotId,
      lotId: null,
      facts: { lot: lot.code, page, bidderSide },
    }),
  );
  return {
    asOf,
    stage,
    bidderSide,
    lot: { id: lot.id, code: lot.code, name: lot.name, tenderName: lot.tender.name, tenderCode: lot.tender.code },
    page,
    pages: Math.max(1, Math.ceil(total / LOG_PAGE)),
    entries: rows.map((row, at) => entryOf(named ? row : unnamed(row), skip + at + 1)),
    links: (await linksOf(rows.map(({ id }) => id))).map((link) => checkable(link, bidderSide)),
  };
}

/**
 * What a browser needs to check an entry itself. The link's number and the hash before it come only where nothing is kept
 * back: the numbers run through the bidders' entries too, and gaps would count them (settled 4).
 */
const checkable = (link: LinkedEntry, all: boolean) => ({
  id: link.entryId,
  text: link.text ?? "",
  entryHash: link.entryHash,
  link: all ? { seq: String(link.seq), prevHash: link.prevHash, hash: link.hash } : null,
});

/** An entry of a committee's member without what tells who it is: secret until the result. */
const unnamed = (row: NamedEntry): NamedEntry =>
  row.actorRole === "evaluator" ? { ...row, actorName: null, address: null, certSerial: null } : row;

const entryOf = (row: NamedEntry, number: number) => ({
  number,
  id: row.id,
  at: row.at,
  role: row.actorRole,
  actor: row.actorName,
  party: row.partyName,
  action: row.action,
  object: row.objectKind,
  address: row.address,
  certSerial: row.certSerial,
  digest: row.afterHash,
  link: row.linkHash,
});
