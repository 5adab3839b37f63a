import { bytesToHex, hash } from "@/lib/crypto/bytes";
import { canonicalBytes, instant, type Json } from "@/lib/crypto/canonical";
import type { Actor } from "@/lib/domain/actor";
import { codesOf, parentsOf, retryDelayMs } from "@/lib/domain/exchange";
import { databaseNow, platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import {
  type ExchangeRow,
  exchangeMessage,
  isBlocked,
  keepMade,
  lockMessage,
  previousDigest,
  queueDelivery,
  setExchangeState,
  supersedeOlder,
  wakeWaiting,
} from "@/lib/store/hub-messages";
import { confirmNoticeSync } from "@/lib/store/notices";
import type { Deps } from "@/lib/usecases/deps";
import type { HubReceipt } from "@/lib/usecases/ports/hub";

/** Kinds whose receipt says that the designated media show the notice. */
const NOTICES = new Set([503, 511, 513]);
/** Somebody will wake a message that waits for another; this is for the case that nobody does. */
const WAIT_MS = 30_000;

/**
 * Delivers one message of the outbox to the hub, at least once and in order (data dictionary §8.2, R-153). Bytes and
 * signature are made once, so that every try sends the same and the hub can tell a repetition by (kind, key, version).
 * A hub that is away is tried again on schedule; the procedure never waits for it. Safe to run twice and to be killed.
 */
export async function publishMessage(
  _actor: Actor,
  { messageId }: { readonly messageId: string },
  deps: Deps,
): Promise<void> {
  const message = await inTransaction((tx) => take(tx, messageId));
  if (!message) return;
  const made = await madeMessage(message, deps);
  await setSent(message);
  let receipt: HubReceipt;
  try {
    receipt = await deps.hub.deliver(made.bytes!, made.cms!);
  } catch (error) {
    return retryLater(messageId, error instanceof Error ? error.message : String(error));
  }
  await inTransaction((tx) => settle(tx, messageId, receipt));
}

/** The message if it may go now; else it stays, and what it waits for will wake it. */
async function take(tx: Tx, messageId: string): Promise<ExchangeRow | null> {
  const message = await lockMessage(tx, messageId);
  if (!message || !["held", "pending", "sent", "retrying"].includes(message.state)) return null;
  if (message.releaseAfter && message.releaseAfter > (await platformNow(tx))) {
    if (message.state !== "held") await setExchangeState(tx, messageId, "held");
    return null;
  }
  const parents = parentsOf(message.kind, codesOf(message.key, message.payload));
  if (await isBlocked(message, parents, tx)) {
    const nextAt = new Date((await databaseNow(tx)).getTime() + WAIT_MS);
    await setExchangeState(tx, messageId, "pending", { nextAt });
    return null;
  }
  return message;
}

async function madeMessage(message: ExchangeRow, deps: Deps): Promise<ExchangeRow> {
  if (message.bytes) return message;
  const prevHash = await previousDigest(message);
  const { id, kind, op, key, version, payload, occurredAt } = message;
  const bytes = canonicalBytes({
    attachments: [],
    id,
    key,
    kind,
    occurredAt: instant(occurredAt),
    op,
    payload: neutral(payload),
    prevHash,
    producedAt: instant(await platformNow()),
    sender: deps.platform.uscc,
    version,
  });
  const cms = await deps.platform.signStatement(bytes);
  await keepMade(id, { bytes, digest: bytesToHex(hash(bytes)), cms, prevHash });
  return (await exchangeMessage(id)) ?? message;
}

async function setSent({ id }: ExchangeRow): Promise<void> {
  await inTransaction(async (tx) => {
    // Should the process be killed before the answer is kept, the clockwork finds it by this instant.
    const nextAt = new Date((await databaseNow(tx)).getTime() + 60_000);
    await setExchangeState(tx, id, "sent", { attempts: { increment: 1 }, nextAt });
  });
}

function retryLater(messageId: string, why: string): Promise<void> {
  return inTransaction(async (tx) => {
    const message = await lockMessage(tx, messageId);
    if (message?.state !== "sent") return;
    const delay = retryDelayMs(message.attempts);
    const lastError = why.slice(0, 500);
    if (delay === null) {
      await setExchangeState(tx, messageId, "dead", { lastError, nextAt: null });
      return wakeWaiting(tx, message);
    }
    const nextAt = new Date((await databaseNow(tx)).getTime() + delay);
    await setExchangeState(tx, messageId, "retrying", { lastError, nextAt });
    await queueDelivery(tx, message, nextAt);
  });
}

async function settle(tx: Tx, messageId: string, receipt: HubReceipt): Promise<void> {
  const message = await lockMessage(tx, messageId);
  // Another try brought the answer first: a receipt is kept once.
  if (!message || ["accepted", "rejected", "superseded"].includes(message.state)) return;
  const accepted = receipt.result !== "rejected";
  const receivedAt = new Date(receipt.receivedAt);
  await setExchangeState(tx, messageId, accepted ? "accepted" : "rejected", {
    receipt: { ...receipt },
    receivedAt,
    nextAt: null,
    lastError: accepted ? null : `${receipt.code} ${receipt.reason}`.trim(),
  });
  if (accepted) await supersedeOlder(tx, message);
  if (accepted && NOTICES.has(message.kind) && isUuid(message.key))
    await confirmNoticeSync(tx, message.key, "hub", receivedAt);
  await wakeWaiting(tx, message);
}

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** A record in the form canonical JSON wants: text in NFC, numbers with a fraction as text. */
function neutral(value: unknown): Json {
  if (typeof value === "string") return value.toWellFormed().normalize("NFC");
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(neutral);
  if (typeof value !== "object" || value === null) return (value ?? null) as Json;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.normalize("NFC"), neutral(item)]));
}
