import { type Believed, believedSigner, type Signed } from "@/lib/adapters/trust/believed-signer";
import type { Trust } from "@/lib/adapters/trust/trust";
import { refuse } from "./refuse";

export type { Signed };

/**
 * Who signed these bytes, by the authorities the trustee itself trusts, at its own time.
 * @throws the trustee's refusal `reason`, naming what is wrong
 */
export async function signedBy(
  signed: Signed,
  trust: Trust,
  at: Date,
  reason: string,
): Promise<Believed & { readonly ok: true }> {
  const signer = await believedSigner(signed, trust, at);
  return signer.ok ? signer : refuse(reason, signer.reason);
}
