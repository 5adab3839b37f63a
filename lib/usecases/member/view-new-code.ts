import type { Actor } from "@/lib/domain/actor";
import type { Deps } from "@/lib/usecases/deps";

export type NewCode = { readonly secret: string; readonly address: string };

/** A fresh secret for the visitor's authenticator app, as text and as `otpauth://` address for the QR code. */
export async function viewNewCode(_actor: Actor, _input: Record<never, never>, deps: Deps): Promise<NewCode> {
  const secret = deps.secrets.newCodeSecret();
  return { secret, address: deps.secrets.codeAddress(secret, new URL(deps.origin).host) };
}
