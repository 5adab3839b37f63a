import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { EXCHANGE_STATES, type ExchangeState } from "@/lib/domain/exchange";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { platformNow } from "@/lib/store/clock";
import { exchangeCounts, exchangeMessage, exchangePage, type ExchangeRow } from "@/lib/store/hub-messages";
import type { Deps } from "@/lib/usecases/deps";

export const PAGE_SIZE = 50;

export const viewExchangeInput = z.strictObject({
  state: z.enum(EXCHANGE_STATES as [ExchangeState, ...ExchangeState[]]).optional(),
  kind: z.coerce.number().int().min(500).max(599).optional(),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
});

/** The delivery queue as the operator sees it: states, tries, errors; never what restricted records say. */
export async function viewExchange(actor: Actor, input: z.infer<typeof viewExchangeInput>, deps: Deps) {
  authorise(actor, "exchange.view", "none");
  const { state, kind, page } = input;
  const filter = { ...(state ? { state } : {}), ...(kind ? { kind } : {}) };
  const [{ rows, total }, counts, asOf, hubAnswers] = await Promise.all([
    exchangePage(filter, { skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE }),
    exchangeCounts(),
    platformNow(),
    deps.hub.health(),
  ]);
  return {
    asOf,
    hubAnswers,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    counts: EXCHANGE_STATES.map((one) => ({ state: one, count: counts.get(one) ?? 0 })),
    rows: rows.map(
      ({ id, kind: number, op, key, version, state: now, attempts, occurredAt, nextAt, receivedAt, lastError }) => ({
        id,
        kind: number,
        op,
        key,
        version,
        state: now as ExchangeState,
        attempts,
        occurredAt,
        nextAt,
        receivedAt,
        lastError,
      }),
    ),
  };
}

export const viewMessageInput = z.strictObject({ messageId: z.uuid() });

/** Experts and reports are for the authorities alone; the operator carries them closed. */
const RESTRICTED: readonly number[] = [508, 509];

/** One message: its envelope, the record where it is not restricted, the hub's receipt. */
export async function viewMessage(actor: Actor, { messageId }: z.infer<typeof viewMessageInput>, _deps: Deps) {
  authorise(actor, "exchange.view", "none");
  const [message, now] = await Promise.all([exchangeMessage(messageId), platformNow()]);
  if (!message) throw new Refusal("NOT_ALLOWED", { action: "exchange.find" });
  const {
    id,
    kind,
    op,
    key,
    version,
    digest,
    prevHash,
    occurredAt,
    releaseAfter,
    attempts,
    nextAt,
    lastError,
    receivedAt,
  } = message;
  return {
    id,
    kind,
    op,
    key,
    version,
    digest,
    prevHash,
    occurredAt,
    releaseAfter,
    attempts,
    nextAt,
    lastError,
    receivedAt,
    state: message.state as ExchangeState,
    receipt: receiptOf(message.receipt),
    record: isClosed(message, now) ? null : JSON.stringify(message.payload, null, 2),
    mayRetry: ["pending", "retrying", "dead"].includes(message.state),
  };
}

const isClosed = ({ kind, releaseAfter }: ExchangeRow, now: Date) =>
  RESTRICTED.includes(kind) || (releaseAfter !== null && releaseAfter > now);

function receiptOf(value: unknown): { readonly result: string; readonly code: string; readonly reason: string } | null {
  if (typeof value !== "object" || value === null) return null;
  const { result, code, reason } = value as Record<string, unknown>;
  return { result: String(result ?? ""), code: String(code ?? ""), reason: String(reason ?? "") };
}
