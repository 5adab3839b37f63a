import { engine } from "./engine";

/** Longer pieces are digested and handed on in turns: who works on them elsewhere need not wait for the whole digest. */
const PIECE = 1_048_576;

/** The same with several digests at once, in the order asked for. */
export function hashStream(source: AsyncIterable<Uint8Array>, algorithms: readonly ("sha256" | "sm3")[]) {
  const hashers = Promise.all(algorithms.map((algorithm) => engine().stream(algorithm)));
  async function* pieces() {
    const running = await hashers;
    for await (const long of source) {
      for (let at = 0; at < long.length; at += PIECE) {
        const piece = long.subarray(at, at + PIECE);
        for (const hasher of running) hasher.update(piece);
        yield piece;
      }
    }
  }
  return { pieces: pieces(), digests: async () => (await hashers).map((hasher) => hasher.digest()) };
}
