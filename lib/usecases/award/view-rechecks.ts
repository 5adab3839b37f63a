import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import type { RecheckOutcome } from "@/lib/domain/award";
import { type RecheckRow, recheckRows } from "@/lib/store/candidate-rechecks";
import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";
import { benchOf } from "@/lib/usecases/evaluation/bench";
import { roomFiles } from "@/lib/usecases/evaluation/room-files";

export type RecheckLine = {
  readonly id: string;
  readonly digest: string;
  readonly name: string;
  readonly rank: number | null;
  readonly reason: string;
  readonly role: string;
  readonly at: Date;
  readonly outcome: RecheckOutcome | null;
  readonly closedAt: Date | null;
  readonly answered: number;
};

/** What the committee was asked about candidates and what it said, for whoever was authorised to see the award. */
export async function recheckLines(lotId: string): Promise<readonly RecheckLine[]> {
  return linesOf(lotId, await recheckRows(lotId));
}

async function linesOf(lotId: string, rows: readonly RecheckRow[]): Promise<readonly RecheckLine[]> {
  const bids = await db().openedBid.findMany({ where: { lotId }, select: { digest: true, partyId: true } });
  const candidates = await db().candidate.findMany({ where: { lotId }, select: { digest: true, rank: true } });
  const parties = await db().party.findMany({
    where: { id: { in: bids.map(({ partyId }) => partyId) } },
    select: { id: true, name: true },
  });
  return rows.map(({ opinions, outcome, partyId: _reporter, statementId: _statement, ...row }) => {
    const partyId = bids.find(({ digest }) => digest === row.digest)?.partyId;
    return {
      ...row,
      outcome: outcome as RecheckOutcome | null,
      name: parties.find(({ id }) => id === partyId)?.name ?? "",
      rank: candidates.find(({ digest }) => digest === row.digest)?.rank ?? null,
      answered: opinions.length,
    };
  });
}

export const viewRechecksInput = z.strictObject({ lotId: z.uuid() });

/** The same for a member: with its own answer, how many have answered, and the bid while it is asked about. */
export async function viewRechecks(actor: Actor, { lotId }: z.infer<typeof viewRechecksInput>, deps: Deps) {
  const bench = await benchOf(actor, lotId);
  const { lot, committee, own, bids } = bench;
  const rows = await recheckRows(lotId);
  const lines = await linesOf(lotId, rows);
  const asked = committee.state === "submitted" && !lot.suspendedAt && !lot.failedAt && !lot.terminatedAt;
  return {
    lot,
    now: await platformNow(),
    members: committee.members.length,
    lines: await Promise.all(
      lines.map(async (line) => {
        const said = rows.find(({ id }) => id === line.id)?.opinions.find(({ memberId }) => memberId === own.id);
        const open = asked && line.outcome === null;
        const columns = bids.flatMap((bid) =>
          open && bid.digest === line.digest ? [{ key: bid.digest, label: line.name, bid }] : [],
        );
        return {
          ...line,
          own: said ? { fit: said.fit, reason: said.reason } : null,
          open: open && !said,
          files: open ? await roomFiles(bench, columns, deps) : [],
        };
      }),
    ),
  };
}
