import { createSHA256 } from "hash-wasm";
import type { Bytes } from "./bytes";

/** Digests pieces while they pass. `digest()` is ready when the pieces have been read to their end. */
export function sha256Stream(source: AsyncIterable<Uint8Array>): {
  readonly pieces: AsyncGenerator<Uint8Array>;
  digest(): Promise<Bytes>;
} {
  const hasher = createSHA256();
  async function* pieces() {
    const running = await hasher;
    for await (const piece of source) {
      running.update(piece);
      yield piece;
    }
  }
  return { pieces: pieces(), digest: async () => Uint8Array.from((await hasher).digest("binary")) };
}
