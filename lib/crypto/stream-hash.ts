import type { Bytes } from "./bytes";
import { engine } from "./engine";

/** Digests pieces while they pass. `digest()` is ready when the pieces have been read to their end. */
export function sha256Stream(source: AsyncIterable<Uint8Array>): {
  readonly pieces: AsyncGenerator<Uint8Array>;
  digest(): Promise<Bytes>;
} {
  const { pieces, digests } = hashStream(source, ["sha256"]);
  return { pieces, digest: async () => (await digests())[0]! };
}

/** The same with several digests at once, in the order asked for. */
export function hashStream(source: AsyncIterable<Uint8Array>, algorithms: readonly ("sha256" | "sm3")[]) {
  const hashers = Promise.all(algorithms.map((algorithm) => engine().stream(algorithm)));
  async function* pieces() {
    const running = await hashers;
    for await (const piece of source) {
      for (const hasher of running) hasher.update(piece);
      yield piece;
    }
  }
  return { pieces: pieces(), digests: async () => (await hashers).map((hasher) => hasher.digest()) };
}
