import { randomBytes, randomInt } from "node:crypto";
import { type BridgeRequest, bridgeMac, sameMac } from "@/lib/crypto/bridge-message";
import type { Json } from "@/lib/crypto/canonical";

const IDLE_MS = 15 * 60_000;
const CODE_MS = 120_000;
const TRIES = 3;

type Offer = { readonly origin: string; readonly code: string; readonly until: number; tries: number };
export type Session = {
  readonly id: string;
  readonly origin: string;
  readonly key: Uint8Array;
  n: number;
  until: number;
  /** Signing in again needs no second click within a session. */
  loginAllowed: boolean;
  readonly nonces: Map<string, number>;
};

export type Pairings = ReturnType<typeof pairings>;

/** Who may speak to the bridge: one page at a time, paired by a code its person read in the bridge's window (protocol §4.4). */
export function pairings(now: () => number) {
  const offers = new Map<string, Offer>();
  let session: Session | null = null;
  return {
    /** A new offer ends older ones of the same origin: three guesses each, whoever asks. */
    offer: (origin: string): { readonly pairing: string; readonly code: string } => {
      for (const [id, offer] of offers) if (offer.origin === origin || offer.until < now()) offers.delete(id);
      const pairing = randomBytes(16).toString("hex");
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      offers.set(pairing, { origin, code, until: now() + CODE_MS, tries: TRIES });
      return { pairing, code };
    },
    /** @returns null for a wrong, late or used code; the last wrong one ends the offer */
    confirm: (origin: string, pairing: string, code: string): Session | null => {
      const offer = offers.get(pairing);
      if (!offer || offer.origin !== origin || offer.until < now()) return null;
      offer.tries -= 1;
      const right = sameMac(offer.code, code);
      if (right || offer.tries === 0) offers.delete(pairing);
      if (!right) return null;
      const fresh = { loginAllowed: false, n: 0, nonces: new Map<string, number>(), until: now() + IDLE_MS };
      session = { id: randomBytes(16).toString("hex"), origin, key: new Uint8Array(randomBytes(32)), ...fresh };
      return session;
    },
    /** The session of a request that is its own, new, and from its origin; else why not. */
    admit: (origin: string, request: BridgeRequest): Session | "BRIDGE_SESSION" | "BRIDGE_REPLAY" => {
      const { mac, ...content } = request;
      if (!session || session.id !== request.session || session.origin !== origin || session.until < now())
        return "BRIDGE_SESSION";
      if (!sameMac(mac, bridgeMac(session.key, content as unknown as Json))) return "BRIDGE_SESSION";
      if (request.n <= session.n) return "BRIDGE_REPLAY";
      session.n = request.n;
      session.until = now() + IDLE_MS;
      return session;
    },
    end: () => {
      session?.key.fill(0);
      session = null;
    },
  };
}
