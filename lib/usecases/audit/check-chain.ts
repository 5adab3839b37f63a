import { CHAIN_START, entryHash, linkHash, linksAfter, lostAnchors, unlinkedEntries } from "@/lib/store/audit-chain";

export type ChainFault = {
  /** `edited` and `missing` entries, a `gap` in the numbers, a link that does not `follow`, `unlinked`, a lost `anchor`. */
  readonly kind: "edited" | "missing" | "gap" | "order" | "unlinked" | "anchor";
  /** Number of the link, where there is one. */
  readonly seq: string | null;
  readonly entryId: string | null;
  readonly detail: string;
};

export type ChainReport = { readonly links: number; readonly head: string; readonly faults: readonly ChainFault[] };

/** Entries have a second to be linked; older ones are a fault (settled 14). */
const GRACE_MS = 2_000;
const AT_ONCE = 5_000;
const MOST_FAULTS = 1_000;

/**
 * Walks the whole chain of audit entries and finds any that was edited, removed, put in another place, or never linked
 * . Heads that were anchored in the transparency log must still be there, so a chain made anew is found too.
 */
export async function checkChain(): Promise<ChainReport> {
  const faults: ChainFault[] = [];
  let seq = 0n;
  let prevHash = CHAIN_START;
  let links = 0;
  for (;;) {
    const batch = await linksAfter(seq, AT_ONCE);
    for (const link of batch) {
      const where = { seq: String(link.seq), entryId: link.entryId };
      const say = (kind: ChainFault["kind"], detail: string) =>
        void (faults.length < MOST_FAULTS && faults.push({ kind, ...where, detail }));
      if (link.seq !== seq + 1n) say("gap", `after ${seq}`);
      if (link.prevHash !== prevHash) say("order", `does not follow ${seq}`);
      if (link.text === null) say("missing", "the entry is gone");
      else if (entryHash(link.text) !== link.entryHash) say("edited", "the entry is not what was linked");
      if (linkHash(link.seq, link.prevHash, link.entryHash) !== link.hash) say("order", "the link's own hash is wrong");
      seq = link.seq;
      prevHash = link.hash;
      links++;
    }
    if (batch.length < AT_ONCE) break;
  }
  for (const { id, at } of await unlinkedEntries(GRACE_MS))
    faults.push({ kind: "unlinked", seq: null, entryId: id, detail: `since ${at.toISOString()}` });
  for (const hash of await lostAnchors())
    faults.push({ kind: "anchor", seq: null, entryId: null, detail: `${hash} was the head once` });
  return { links, head: prevHash, faults };
}
