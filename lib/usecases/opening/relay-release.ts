import { z } from "zod";
import { decodeBase64 } from "@/lib/crypto/binding";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { verifyCms } from "@/lib/crypto/cms";
import { reasonOf } from "@/lib/crypto/reasons";
import { readRelayReceipt } from "@/lib/crypto/relay-receipt";
import { parseRelease } from "@/lib/crypto/statements";
import { type Actor, SYSTEM } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { certificateByFingerprint } from "@/lib/store/certificates";
import { db, inTransaction } from "@/lib/store/db";
import { openedBid } from "@/lib/store/openings";
import { nameOfPerson } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";
import { releaseBid } from "./release-bid";

export const relayReleaseInput = z.strictObject({
  statement: z.base64().max(64_000),
  cms: z.base64().max(2_000_000),
  receipt: z.string().max(4_096),
});

/**
 * Takes a release that came by a witness's or supervisor's endpoint (protocol §2.11, 3). There is no session: the endpoint
 * signed for the time, the bidder's own certificate for the person, the commitments for the value. What the bidder could
 * do in a session happens, and the record says which way it came.
 */
export async function relayRelease(
  input: z.infer<typeof relayReleaseInput>,
  deps: Deps,
): Promise<{ readonly released: true }> {
  const bytes = decodeBase64(input.statement);
  const keys = [...((await deps.log.witnessKeys?.()) ?? [])].map(readVerifierKey);
  const { by, at } = await readRelayReceipt(input.receipt, bytes, keys).catch((error: unknown) => {
    throw new Refusal("SIGNATURE_INVALID", { reason: reasonOf(error) ?? "receipt" }, ["R-99"]);
  });
  const { bidId, partyId } = await lineOf(bytes);
  const actor = await signerOf(bytes, decodeBase64(input.cms), partyId);
  const { statement, cms } = input;
  const done = await releaseBid(actor, { bidId, statement, cms, channel: "relayed" }, deps);
  await inTransaction((tx) =>
    record(tx, actor, {
      action: "opening.relay",
      objectKind: "bid",
      objectId: bidId,
      facts: { by, at: at.toISOString() },
      bidderSide: true,
    }),
  );
  return done;
}

async function lineOf(bytes: Uint8Array): Promise<{ readonly bidId: string; readonly partyId: string }> {
  const unfit = new Refusal("WRONG_SECRET", {}, ["R-99"]);
  const line = await Promise.resolve()
    .then(() => openedBid(parseRelease(bytes).bid))
    .catch(() => null);
  if (!line) throw unfit;
  return line;
}

/** The bidder as its own certificate names it; whether the signature is to be believed `releaseBid` asks as always. */
async function signerOf(bytes: Uint8Array, cms: Uint8Array, partyId: string): Promise<Actor> {
  const verdict = await verifyCms(bytes, cms);
  if (!verdict.ok) throw new Refusal("SIGNATURE_INVALID", { reason: verdict.reason }, ["R-31"]);
  for (const { certificate } of verdict.signers) {
    const bound = await certificateByFingerprint(certificate.fingerprint);
    if (bound?.partyId !== partyId) continue;
    const party = await db().party.findUniqueOrThrow({ where: { id: partyId }, select: { name: true, uscc: true } });
    // A certificate of the company that is in nobody's custody stands for the company alone.
    const name = bound.personId ? ((await nameOfPerson(bound.personId)) ?? "") : "";
    const identity = { personId: bound.personId, name, partyId, partyName: party.name, uscc: party.uscc };
    return { ...SYSTEM, ...identity, role: "bidder", certSerial: certificate.serialHex };
  }
  throw new Refusal("SIGNER_MISMATCH", {}, ["R-31"]);
}
