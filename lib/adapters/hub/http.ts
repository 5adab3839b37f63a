import { z } from "zod";
import type { Trust } from "@/lib/adapters/trust/trust";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { believedSigner } from "@/lib/adapters/trust/believed-signer";

const TIMEOUT_MS = 20_000;
const HEALTH_MS = 2_000;

const receipt = z.strictObject({
  messageId: z.string(),
  result: z.enum(["accepted", "rejected", "duplicate"]),
  code: z.string(),
  reason: z.string(),
  receivedAt: z.string(),
  signature: z.base64(),
});
export type HubReceipt = z.infer<typeof receipt>;

export type HubSettings = {
  readonly url: string;
  /** Credit code of the hub: a receipt signed by anybody else is none. */
  readonly uscc: string;
  readonly trust: Trust;
  readonly now: () => Date;
};

/** The octets a hub signs: its receipt without the signature. */
export const receiptBytes = ({ signature: _, ...rest }: HubReceipt): Uint8Array => canonicalBytes(rest satisfies Json);

/** The public service platform by HTTP. A receipt counts only with the hub's own signature. */
export function httpHub(settings: HubSettings) {
  return {
    deliver: async (bytes: Uint8Array, cms: Uint8Array): Promise<HubReceipt> => {
      const base64 = (octets: Uint8Array) => Buffer.from(octets).toString("base64");
      const response = await fetch(`${settings.url}/messages`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ message: base64(bytes), cms: base64(cms) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`hub answered ${response.status}`);
      return checked(receipt.parse(await response.json()), bytes, settings);
    },
    health: async (): Promise<boolean> => {
      try {
        return (await fetch(`${settings.url}/health`, { signal: AbortSignal.timeout(HEALTH_MS) })).ok;
      } catch {
        return false;
      }
    },
  };
}

async function checked(
  answer: HubReceipt,
  message: Uint8Array,
  { trust, uscc, now }: HubSettings,
): Promise<HubReceipt> {
  const signature = new Uint8Array(Buffer.from(answer.signature, "base64"));
  const signer = await believedSigner({ bytes: receiptBytes(answer), cms: signature }, trust, now());
  if (!signer.ok || signer.uscc !== uscc)
    throw new Error(`receipt not signed by the hub: ${signer.ok ? signer.uscc : signer.reason}`);
  const { id } = JSON.parse(new TextDecoder().decode(message)) as { id: string };
  if (answer.messageId !== id) throw new Error("receipt of another message");
  return answer;
}
