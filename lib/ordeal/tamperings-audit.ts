import { entryHash, linkHash } from "@/lib/crypto/audit-chain";
import { linksAfter } from "@/lib/store/audit-chain";
import type { Operator } from "./operator";

/** What an operator does to a living platform, and how whoever looks afterwards must name it. */
export type Tampering = {
  readonly name: string;
  /** Who finds it: `xinbiao verify` on the archive that is packed afterwards, the bidder's own receipt, or `xinbiao audit`. */
  readonly by: "archive" | "receipt" | "audit";
  /** Code of the finding that is false or missing. */
  readonly code: RegExp;
  plant(hand: Operator): Promise<void> | void;
};

/** What is done to the audit log, and what its chain says of it. */
export const AUDIT_TAMPERINGS: readonly Tampering[] = [
  {
    name: "an entry of the audit log edited",
    by: "audit",
    code: /^edited$/,
    plant: (hand) =>
      hand.change(
        "audit_entry",
        "lot_id = $1 and action = 'opening.close'",
        [hand.lotId],
        "update audit_entry set at = at - interval '1 hour' where lot_id = $1 and action = 'opening.close'",
      ),
  },
  {
    name: "an entry of the audit log deleted",
    by: "audit",
    code: /^missing$/,
    plant: (hand) => hand.remove("audit_entry", "lot_id = $1 and action = 'opening.freeze'", [hand.lotId]),
  },
  {
    name: "an entry deleted with its link",
    by: "audit",
    code: /^(gap|order)$/,
    plant: async (hand) => {
      const which = "lot_id = $1 and action = 'opening.freeze'";
      await hand.remove("audit_link", `entry_id in (select id from audit_entry where ${which})`, [hand.lotId]);
      await hand.remove("audit_entry", which, [hand.lotId]);
    },
  },
  {
    name: "an entry edited and the whole chain made anew behind it",
    by: "audit",
    code: /^anchor$/,
    plant: async (hand) => {
      const first = "id = (select entry_id from audit_link where seq = 2)";
      await hand.change("audit_entry", first, [], `update audit_entry set address = '192.0.2.1' where ${first}`);
      let prevHash = "";
      for (const { seq, text, hash } of await linksAfter(0n, 100_000)) {
        if (prevHash === "") {
          prevHash = hash; // the first link stays as it is
          continue;
        }
        const entry = entryHash(text ?? "");
        const made = linkHash(seq, prevHash, entry);
        const set = "update audit_link set entry_hash = $2, prev_hash = $3, hash = $4 where seq = $1";
        await hand.change(
          "audit_link",
          "seq = $1 and $2 <> '' and $3 <> '' and $4 <> ''",
          [String(seq), entry, prevHash, made],
          set,
        );
        prevHash = made;
      }
    },
  },
];
