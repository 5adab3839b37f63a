import type { JsonObject, Tx } from "@/lib/store/db";
import type { LotWithTender } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";

/** The list of bidders for the hub (507), sent only after the announcement (data dictionary §6.7). */
export async function openingList(tx: Tx, lot: LotWithTender): Promise<JsonObject> {
  const lines = await openedBids(lot.id, tx);
  const parties = await tx.party.findMany({ where: { id: { in: lines.map(({ partyId }) => partyId) } } });
  const bonds = await tx.bond.findMany({ where: { lotId: lot.id, state: { in: ["matched", "held"] } } });
  const partyOf = new Map(parties.map((party) => [party.id, party]));
  const bonded = new Set(bonds.map(({ partyId }) => partyId));
  const bidders = lines.map((line) => {
    const party = partyOf.get(line.partyId)!;
    const form = (line.form ?? {}) as Record<string, string>;
    return {
      BIDDER_NAME: party.name,
      BIDDER_CODE_TYPE: "97",
      BIDDER_ORG_CODE: party.uscc,
      BIDDER_ROLE: "03",
      BIDDER_REGION_CODE: party.regionCode,
      BID_MANAGER: form.manager ?? "",
      PRICE_FORM_CODE: "1",
      BID_PRICE: form.price ?? "",
      PRICE_CURRENCY: "156",
      PRICE_UNIT: "0",
      TIME_LIMIT: form.duration_days ?? "",
      IS_COMMIT_MARGIN: bonded.has(line.partyId) ? "1" : "0",
      OPENED: line.openedAt === null ? "0" : "1",
    };
  });
  return { BID_SECTION_CODE: lot.code, BIDDERS: bidders };
}
