import type { z } from "zod";
import { checkAnswer, octetsAnswer, signedAnswer, toWire } from "./wire";

const TIMEOUT_MS = 60_000;
const HEALTH_MS = 2_000;

type Tender = { readonly id: string; readonly lot: string };
type Signed = { readonly bytes: Uint8Array; readonly cms: Uint8Array };

/**
 * A trustee by HTTP. What it answers is checked by whoever uses it, against its statement in the policy.
 * @param own the platform's own opening service, the one that looks into headers before the freeze
 */
export function httpTrustee(url: string, own: boolean) {
  return {
    url,
    own,
    makeKeys: (tender: Tender, groups: number, suite: 1 | 2): Promise<Signed> =>
      ask(url, "/keys", { tender: ref(tender), groups, suite }, signedAnswer),
    giveShares: (request: object): Promise<Signed> => ask(url, "/shares", request, signedAnswer),
    checkShares: async (tender: Tender, header: Uint8Array): Promise<boolean> =>
      (await ask(url, "/check-shares", { tender: ref(tender), header }, checkAnswer)).ok,
    rehearse: ({ tender, ...question }: { tender: Tender } & object): Promise<Signed> =>
      ask(url, "/rehearse", { tender: ref(tender), ...question }, signedAnswer),
    publishKeys: async (tender: Tender): Promise<Uint8Array> =>
      (await ask(url, "/publish-keys", { tender: ref(tender) }, octetsAnswer)).bytes,
    health: async (): Promise<boolean> => {
      try {
        return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(HEALTH_MS) })).ok;
      } catch {
        return false;
      }
    },
  };
}

const ref = ({ id, lot }: Tender): Tender => ({ id, lot });

async function ask<S extends z.ZodType>(url: string, path: string, question: object, answer: S): Promise<z.output<S>> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: toWire(question),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`trustee refuses: ${reasonIn(text)}`);
  return answer.parse(JSON.parse(text));
}

function reasonIn(text: string): string {
  try {
    const { reason, detail } = JSON.parse(text) as { reason?: string; detail?: string };
    return detail || reason || "without a reason";
  } catch {
    return text.slice(0, 200);
  }
}
