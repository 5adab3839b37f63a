import { z } from "zod";
import { bytesToHex } from "@/lib/crypto/bytes";
import { HEADER_BYTES, parseHeader } from "@/lib/crypto/header";
import { loadSuite } from "@/lib/crypto/suite";
import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { Refusal } from "@/lib/domain/refusal";
import { platformNow } from "@/lib/store/clock";
import { lotById } from "@/lib/store/lots";
import { inTransaction } from "@/lib/store/db";
import { openUpload, partsOf, uploadOfContainer } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import { mayResubmit } from "@/lib/usecases/opening/remedy";
import { ownBid } from "./own-bid";
import { mustFit } from "./room-left";

export const openUploadInput = z.strictObject({ bidId: z.uuid(), header: z.instanceof(Uint8Array<ArrayBufferLike>) });

/** No header is longer. */
export const ANNOUNCED_BYTES = HEADER_BYTES;

export type UploadState = {
  readonly uploadId: string;
  readonly container: string;
  /** Parts that are stored: sent again they are answered without being stored again. */
  readonly parts: readonly { readonly segment: number; readonly part: number; readonly sha256: string }[];
};

/**
 * Announces a container: its header comes first, so that at the deadline nothing but the seal has to come (protocol §5.2).
 * Repeating it resumes, on another machine too.
 *
 * @throws {Refusal} SEAL_REJECTED for a header that does not parse, WRONG_TENDER for another lot's, BID_SPACE_FULL
 */
export async function openBidUpload(
  actor: Actor,
  input: z.infer<typeof openUploadInput>,
  deps: Deps,
): Promise<UploadState> {
  const bid = await ownBid(actor, input.bidId, "bid.upload");
  const lot = await lotById(bid.lotId);
  const now = await platformNow();
  const header = readHeader(input.header);
  // After the deadline only what was sealed is sealed again, in the remedial window and where the documents allow it. Of
  // what was announced before it is told still what is stored: whose answer was lost asks again and gets the receipt.
  const late = stageOf(lot, now) !== "bidding" && lot.deadline !== null;
  if (late && (await uploadOfContainer(header.container))?.bidId !== bid.id && !(await mayResubmit(lot, bid, now)))
    throw new Refusal("BIDDING_CLOSED", { deadline: lot.deadline!, at: now }, ["R-71", "R-72"]);
  if (header.tender.id !== lot.tender.code || header.tender.lot !== lot.code)
    throw new Refusal("WRONG_TENDER", {}, ["R-70"]);
  const { hash } = await loadSuite(header.suite);
  const headerHash = bytesToHex(hash(input.header));
  const { container } = header;
  const announced = { bidId: bid.id, lotId: lot.id, partyId: bid.partyId, container, header: input.header, headerHash };
  const upload = await inTransaction(async (tx) => {
    // Announced before: nothing new is kept, however little room is left.
    if (!(await uploadOfContainer(container, tx))) await mustFit(tx, bid.id, input.header.length, deps);
    return openUpload(tx, announced);
  });
  const parts = await partsOf(upload.id);
  return {
    uploadId: upload.id,
    container: upload.container,
    parts: parts.map(({ segment, part, sha256 }) => ({ segment, part, sha256 })),
  };
}

function readHeader(bytes: Uint8Array) {
  try {
    return parseHeader(bytes);
  } catch (error) {
    const reason = error instanceof Error && "reason" in error ? String(error.reason) : "header";
    throw new Refusal("SEAL_REJECTED", { reason }, ["R-70"]);
  }
}
