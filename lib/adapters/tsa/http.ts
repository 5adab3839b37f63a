import { randomBytes } from "node:crypto";
import { sameBytes } from "@/lib/crypto/der";
import { peekTimestamp, readTimestampResponse, timestampRequest } from "@/lib/crypto/timestamp";

export type Tsa = {
  readonly url: string;
  /** @param hash by which the imprint was made. @returns token, DER. @throws {Error} if the authority fails or refuses */
  stamp(imprint: Uint8Array, hash?: "SHA-256" | "SM3"): Promise<Uint8Array>;
};

/** A healthy authority answers within milliseconds; nobody in a hurry waits for a sick one. */
const TIMEOUT_MS = 10_000;
const MAX_ANSWER = 1_048_576;

/**
 * A timestamp authority by HTTP (RFC 3161 §3.4). The answer is checked for imprint and nonce here; whether to believe
 * its signer is `verifyTimestamp`'s question, asked with the trust list.
 */
export function httpTsa(url: string, timeoutMs = TIMEOUT_MS): Tsa {
  return {
    url,
    stamp: async (imprint, hash = "SHA-256") => {
      const nonce = new Uint8Array(randomBytes(8));
      nonce[0] = (nonce[0]! & 0x7f) | 0x40;
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
        body: new Uint8Array(timestampRequest(imprint, nonce, hash)),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new Error(`timestamp authority answered ${response.status}`);
      const answer = new Uint8Array(await response.arrayBuffer());
      if (answer.length > MAX_ANSWER) throw new Error("timestamp authority answered too much");
      return checked(answer, imprint, nonce, hash);
    },
  };
}

function checked(answer: Uint8Array, imprint: Uint8Array, nonce: Uint8Array, hash: string): Uint8Array {
  const { granted, status, text, token } = readTimestampResponse(answer);
  if (!granted || !token) throw new Error(`timestamp authority refused: status ${status} ${text}`.trim());
  const info = peekTimestamp(token);
  if (info.hash !== hash || !sameBytes(info.imprint, imprint))
    throw new Error("timestamp authority stamped something else");
  if (!info.nonce || !sameBytes(info.nonce, nonce)) throw new Error("timestamp authority answered another request");
  return token;
}
