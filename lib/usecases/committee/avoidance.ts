import { type MemberKind, type RecusalReason, recusalReason } from "@/lib/domain/committee";
import type { Committee } from "@/lib/store/committees";
import type { Tx } from "@/lib/store/db";
import { employersOf } from "@/lib/store/experts";
import type { LotWithTender } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";

/**
 * Whom the rules keep out of a lot's committee by their employers, with the reason's code. Bidders count from the
 * announcement on alone: an answer before it would tell who bids.
 */
export async function keptOut(
  tx: Tx,
  lot: LotWithTender,
  { avoid }: Pick<Committee, "avoid">,
  people: readonly { readonly personId: string; readonly kind: MemberKind }[],
): Promise<ReadonlyMap<string, RecusalReason>> {
  const ids = people.map(({ personId }) => personId);
  const employers = await employersOf(ids, tx);
  const hosts = await hostCodes(tx, lot);
  const bidders = lot.announcedAt ? await bidderCodes(tx, lot.id) : [];
  const hits = people.flatMap(({ personId, kind }) => {
    const reason = recusalReason({
      kind,
      employers: employers.get(personId) ?? [],
      bidders,
      tenderee: hosts.tenderee,
      agency: hosts.agency,
      authorities: [hosts.supervisor, ...avoid],
      declared: false,
    });
    return reason ? [[personId, reason] as const] : [];
  });
  return new Map(hits);
}

async function hostCodes(tx: Tx, { tender }: LotWithTender) {
  const ids = [tender.tendereeId, tender.supervisorId, ...(tender.agencyId ? [tender.agencyId] : [])];
  const parties = await tx.party.findMany({ where: { id: { in: ids } }, select: { id: true, uscc: true } });
  const code = (id: string) => parties.find((party) => party.id === id)?.uscc ?? "";
  return {
    tenderee: code(tender.tendereeId),
    supervisor: code(tender.supervisorId),
    agency: tender.agencyId ? code(tender.agencyId) : null,
  };
}

/** Bidders and the other members of their consortia, as the opened forms name them. */
async function bidderCodes(tx: Tx, lotId: string): Promise<readonly string[]> {
  const bids = await openedBids(lotId, tx);
  const parties = await tx.party.findMany({
    where: { id: { in: bids.map(({ partyId }) => partyId) } },
    select: { uscc: true },
  });
  const partners = bids.flatMap(({ form }) => {
    const { consortium } = (form ?? {}) as { readonly consortium?: string };
    return consortium ? consortium.split(" ") : [];
  });
  return [...parties.map(({ uscc }) => uscc), ...partners];
}
