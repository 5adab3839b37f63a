/** A number below `bound` from the system's generator, without modulo bias. */
export function randomBelow(bound: number): number {
  const limit = Math.floor(2 ** 32 / bound) * bound;
  for (;;) {
    const word = crypto.getRandomValues(new Uint32Array(1))[0]!;
    if (word < limit) return word % bound;
  }
}
