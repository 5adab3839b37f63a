/** 1 … n in an order nobody can guess: Fisher–Yates over the system's generator, without modulo bias. */
export function shuffled(n: number): number[] {
  const numbers = Array.from({ length: n }, (_, index) => index + 1);
  for (let last = n - 1; last > 0; last--) {
    const other = below(last + 1);
    [numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!];
  }
  return numbers;
}

function below(bound: number): number {
  const limit = Math.floor(2 ** 32 / bound) * bound;
  for (;;) {
    const word = crypto.getRandomValues(new Uint32Array(1))[0]!;
    if (word < limit) return word % bound;
  }
}
