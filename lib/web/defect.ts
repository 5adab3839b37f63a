import { unstable_rethrow } from "next/navigation";
import { Refusal } from "@/lib/domain/refusal";
import { isLockTimeout } from "@/lib/store/db";
import { isObjectProblem } from "@/lib/usecases/ports/objects";

const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** `8F3K-22`: short enough to be read out on the telephone, without letters that look like others. */
function newReference(): string {
  const picked = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => LETTERS[byte % 32]);
  return `${picked.slice(0, 4).join("")}-${picked.slice(4).join("")}`;
}

/**
 * Anything but a refusal, a row that others held too long, or an object store that is down, is a defect: it is logged with a number, and the person gets
 * the number and nothing else of it. Next's own signals (redirects, not found) pass through.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  unstable_rethrow(error);
  // Told here and not where it happens: a worker takes a refusal for an answer, and this is none.
  if (isLockTimeout(error)) return new Refusal("BUSY", {});
  if (isObjectProblem(error) && error.code === "unavailable") {
    console.error("object store", error.cause ?? error);
    return new Refusal("STORE_DOWN", {});
  }
  const reference = newReference();
  console.error(`defect ${reference}`, error);
  return new Refusal("DEFECT", { reference });
}
