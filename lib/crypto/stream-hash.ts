import { engine } from "./engine";

type Algorithms = readonly ("sha256" | "sm3")[];

/** Digests a stream while it passes; `digests` in the order asked for, once the pieces were read to their end. */
export const hashStream = (source: AsyncIterable<Uint8Array>, algorithms: Algorithms) =>
  hashed(source, algorithms, "before");

/**
 * The same, but each piece once it was taken: who encrypts it on other threads has them at work while this one digests.
 * Not for readers that stop at a length they know: the last piece is digested when they ask for one more.
 */
export const hashBehind = (source: AsyncIterable<Uint8Array>, algorithms: Algorithms) =>
  hashed(source, algorithms, "behind");

function hashed(source: AsyncIterable<Uint8Array>, algorithms: Algorithms, when: "before" | "behind") {
  const hashers = Promise.all(algorithms.map((algorithm) => engine().stream(algorithm)));
  async function* pieces() {
    const running = await hashers;
    for await (const piece of source) {
      if (when === "behind") yield piece;
      for (const hasher of running) hasher.update(piece);
      if (when === "before") yield piece;
    }
  }
  return { pieces: pieces(), digests: async () => (await hashers).map((hasher) => hasher.digest()) };
}
