import { engine } from "./engine";

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
