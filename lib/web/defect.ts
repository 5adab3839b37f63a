import { unstable_rethrow } from "next/navigation";
import { Refusal } from "@/lib/domain/refusal";

const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** `8F3K-22`: short enough to be read out on the telephone, without letters that look like others. */
function newReference(): string {
  const picked = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => LETTERS[byte % 32]);
  return `${picked.slice(0, 4).join("")}-${picked.slice(4).join("")}`;
}

/**
 * Anything but a refusal is a defect: it is logged with a number, and the person gets the number and nothing else of it.
 * Next's own signals (redirects, not found) pass through.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  unstable_rethrow(error);
  const reference = newReference();
  console.error(`defect ${reference}`, error);
  return new Refusal("DEFECT", { reference });
}
