import { say } from "@/lib/i18n/refusals";
import type { Actor } from "@/lib/domain/actor";
import type { Settled } from "@/lib/usecases/bid/settle-arrival";
import { STATUS } from "./status";

/** Answer to a seal or withdrawal: the signed receipt, or the signed refusal in words. */
export function settledResponse(actor: Actor, settled: Settled): Response {
  const headers = { "cache-control": "no-store" };
  if (settled.accepted) return Response.json(settled, { headers });
  const { refusal, statement, cms } = settled;
  const code = refusal?.code ?? "SEAL_REJECTED";
  const message = refusal ? say(actor.locale, refusal) : "";
  const body = { accepted: false, code, message, rules: refusal?.rules ?? [], fields: {}, statement, cms };
  return Response.json(body, { status: STATUS[code], headers });
}
