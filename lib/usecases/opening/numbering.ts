import { randomBelow } from "@/lib/crypto/random";

/** 1 … n in an order nobody can guess: Fisher–Yates over the system's generator. */
export function shuffled(n: number): number[] {
  const numbers = Array.from({ length: n }, (_, index) => index + 1);
  for (let last = n - 1; last > 0; last--) {
    const other = randomBelow(last + 1);
    [numbers[last], numbers[other]] = [numbers[other]!, numbers[last]!];
  }
  return numbers;
}
