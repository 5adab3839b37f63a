import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { parseRelease, type Release, statementHash } from "@/lib/crypto/statements";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { reasonOf, reject } from "@/lib/crypto/reasons";
import { mustBeOf, mustFit } from "@/lib/crypto/release-fits";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { loadSuite } from "@/lib/crypto/suite";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { inTransaction } from "@/lib/store/db";
import { enqueue } from "@/lib/store/jobs";
import { logEvent } from "@/lib/store/log-events";
import { lockLot, lotById } from "@/lib/store/lots";
import { announce, openedBid, saveRelease } from "@/lib/store/openings";
import { sealedBid } from "@/lib/store/sealed-bids";
import { uploadOfContainer } from "@/lib/store/uploads";
import { platformNow } from "@/lib/store/clock";
import { mustKeepTime } from "@/lib/usecases/clock/must-keep-time";
import { ownBid } from "@/lib/usecases/bid/own-bid";
import type { Deps } from "@/lib/usecases/deps";
import { acceptCms } from "@/lib/usecases/signing/accept-signature";

export const releaseBidInput = z.strictObject({
  bidId: z.uuid(),
  /** Canonical release statement, base64. */
  statement: z.base64().max(64_000),
  /** CMS over it; null where token or certificate cannot be used (protocol §2.11, 2). */
  cms: z.base64().max(2_000_000).nullable(),
  channel: z.enum(["certificate", "bidkey", "words"]),
});

/** `relayed`: handed in at a witness's or the supervisor's endpoint; no session says so of itself. */
type GivenRelease = Omit<z.infer<typeof releaseBidInput>, "channel"> & {
  readonly channel: z.infer<typeof releaseBidInput>["channel"] | "relayed";
};

/**
 * Takes the bidder's own secrets in the decryption or remedial window (R-96, R-99): any device, any of the ways. The
 * value is authenticated by the commitments of the sealed bid, the person by the session; the signature comes on top
 * where a certificate can be used. Repeating it changes nothing. No price is readable by this: the trustees' part waits
 * for the freeze.
 *
 * @throws {Refusal} WRONG_SECRET (tries are unlimited), TOO_LATE after the remedial window, STATE_FORBIDS after the freeze,
 *                   CLOCK_OFF while the platform's clock is off; the windows are prolonged by that time
 */
export async function releaseBid(actor: Actor, input: GivenRelease, deps: Deps): Promise<{ readonly released: true }> {
  const bid = await ownBid(actor, input.bidId, "opening.release");
  const digest = bid.digest ?? "";
  const line = await openedBid(digest);
  if (!line) throw new Refusal("STATE_FORBIDS", { state: bid.state, event: "release" }, ["R-96"]);
  const bytes = decodeBase64(input.statement);
  const release = readRelease(bytes);
  if (release.bid !== digest) throw new Refusal("WRONG_TENDER", {}, ["R-96"]);
  await checkSecrets(release, await sealOf(digest));
  const cms = input.cms ? decodeBase64(input.cms) : null;
  if (cms) await acceptCms(actor, bytes, cms, deps);
  const lot = await lotById(bid.lotId);
  await inTransaction(async (tx) => {
    const locked = await lockLot(tx, lot.id, "share");
    const now = await platformNow(tx);
    // The last release freezes the lot at once: whoever lost the answer and asks again is told what is true.
    if ((await openedBid(digest, tx))?.released) return;
    await mustKeepTime(tx);
    if (locked.frozenAt) throw new Refusal("STATE_FORBIDS", { state: "frozen", event: "release" }, ["R-98"]);
    if (locked.remedyEndsAt && now >= locked.remedyEndsAt)
      throw new Refusal("TOO_LATE", { limit: locked.remedyEndsAt }, ["R-98"]);
    const fresh = await saveRelease(tx, { lotId: lot.id, digest, statement: bytes, cms, channel: input.channel });
    if (!fresh) return;
    await announce(tx, lot.id, "released", { number: line.number });
    const tender = { id: lot.tender.code, lot: lot.code };
    await logEvent(tx, { lotId: lot.id, tender, kind: "release", hash: statementHash(bytes) });
    await record(tx, actor, {
      action: "opening.release",
      objectKind: "bid",
      objectId: bid.id,
      lotId: lot.id,
      facts: { channel: input.channel, signed: cms !== null },
      bidderSide: true,
    });
    await enqueue(tx, "opening.advance", { lotId: lot.id }, { key: `opening-${lot.id}` });
  });
  return { released: true };
}

/** @throws {Refusal} WRONG_SECRET for what is no release statement */
export function readRelease(bytes: Uint8Array): Release {
  try {
    return parseRelease(bytes);
  } catch {
    throw new Refusal("WRONG_SECRET", {}, ["R-99"]);
  }
}

async function sealOf(digest: string): Promise<Seal> {
  const sealed = await sealedBid(digest);
  if (!sealed) throw new Refusal("NOT_ALLOWED", { action: "bid.find" });
  return parseSeal(sealed.bytes);
}

/**
 * Its lot, its groups, and every group's value against the commitment of the container that holds it.
 * @throws {Refusal} WRONG_SECRET; WRONG_TENDER where the statement names another lot: it stays in the archive, and speaks
 */
export async function checkSecrets({ B: values, bid, tender }: Release, seal: Seal): Promise<void> {
  if (tender.id !== seal.tender.id || tender.lot !== seal.tender.lot) throw new Refusal("WRONG_TENDER", {}, ["R-96"]);
  await loadSuite(seal.suite);
  try {
    // Whose bid it is, whoever calls has judged.
    mustBeOf({ bid, tender, values }, bid, seal);
    const headers = new Map<string, Header>();
    for (const { c } of values) {
      const upload = (await uploadOfContainer(c)) ?? reject("secrets", `container ${c}`);
      headers.set(c, parseHeader(upload.header));
    }
    mustFit({ bid, tender, values }, (c) => headers.get(c));
  } catch (error) {
    if (reasonOf(error) === null) throw error;
    throw new Refusal("WRONG_SECRET", {}, ["R-99"]);
  }
}
