import { z } from "zod";
import { parseSeal } from "@/lib/crypto/seal";
import type { Actor } from "@/lib/domain/actor";
import type { BidState } from "@/lib/domain/bid";
import { type Stage, stageOf } from "@/lib/domain/lot";
import { platformNow } from "@/lib/store/clock";
import { clockWatch } from "@/lib/store/clock-watch";
import { isProvable } from "@/lib/store/log";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import { versionsOf } from "@/lib/store/sealed-bids";
import { ownBid } from "./own-bid";
import type { bidDraft } from "./save-draft";

export const viewBidInput = z.strictObject({ bidId: z.uuid() });

export type BidVersion = {
  readonly digest: string;
  readonly seq: number;
  readonly kind: string;
  readonly state: string;
  readonly at: Date;
  readonly timestamped: boolean;
  readonly docVersion: number | null;
  /** Of the ciphertext, carried parts included; null for a withdrawal. */
  readonly sizeBytes: number | null;
};

export type BidView = {
  readonly id: string;
  readonly lot: LotWithTender;
  readonly stage: Stage;
  readonly state: BidState;
  readonly digest: string | null;
  readonly seq: number;
  readonly prev: string | null;
  readonly draft: z.infer<typeof bidDraft>;
  readonly seenAt: string;
  readonly selfTested: boolean;
  readonly versions: readonly BidVersion[];
  /** Whether the log's proof of the version in force can be had already. */
  readonly proved: boolean;
  readonly now: Date;
  /** Since when the platform's clock is too far off to take a bid (protocol §5.1). */
  readonly stoppedAt: Date | null;
};

/** A bidder's own bid, whole; of another's bid there is no view before the announcement. */
export async function viewBid(actor: Actor, input: z.infer<typeof viewBidInput>): Promise<BidView> {
  const bid = await ownBid(actor, input.bidId, "bid.view");
  const [lot, versions, now, { stoppedAt }] = await Promise.all([
    lotById(bid.lotId),
    versionsOf(bid.id),
    platformNow(),
    clockWatch(),
  ]);
  const inForce = versions.find(({ digest }) => digest === bid.digest);
  const draft = bid.draft as Partial<z.infer<typeof bidDraft>>;
  return {
    id: bid.id,
    lot,
    stage: stageOf(lot, now),
    state: bid.state,
    digest: bid.digest,
    seq: bid.seq,
    prev: bid.prev,
    draft: { form: draft.form ?? {}, files: draft.files ?? [] },
    seenAt: bid.updatedAt.toISOString(),
    selfTested: bid.selfTestedAt !== null,
    versions: versions.map((row) => ({
      digest: row.digest,
      seq: row.seq,
      kind: row.kind,
      state: row.state,
      at: row.at,
      timestamped: row.tst !== null,
      docVersion: row.docVersion,
      sizeBytes: row.kind === "seal" ? parseSeal(row.bytes).segments.reduce((sum, { len }) => sum + len, 0) : null,
    })),
    proved: inForce?.eventId ? await isProvable(inForce.eventId) : false,
    now,
    stoppedAt,
  };
}
