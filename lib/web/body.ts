import { Refusal } from "@/lib/domain/refusal";
import { deps } from "./deps";

/** A page of another site must not act with the cookie of somebody who is signed in here. */
export async function sameOrigin(request: Request): Promise<void> {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== (await deps()).origin) throw new Refusal("NOT_ALLOWED", { action: "origin" });
}

/**
 * The whole body of a request. More than the limit is refused before it is read, whatever length was announced; a body
 * that breaks off is no request at all.
 */
export async function readWhole(request: Request, limitBytes: number): Promise<Uint8Array> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > limitBytes) throw new Refusal("FILE_TOO_LARGE", { limitBytes });
  const reader = request.body?.getReader();
  // As long as announced, it is read into its place at once: a part of 8 MiB is not kept twice.
  let all = new Uint8Array(announced);
  let length = 0;
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    const end = length + next.value.length;
    if (end > limitBytes) {
      await reader?.cancel();
      throw new Refusal("FILE_TOO_LARGE", { limitBytes });
    }
    if (end > all.length) {
      if (announced) throw new Refusal("FILE_DAMAGED", {});
      const wider = new Uint8Array(Math.min(limitBytes, 2 * end));
      wider.set(all);
      all = wider;
    }
    all.set(next.value, length);
    length = end;
  }
  if (announced && length !== announced) throw new Refusal("FILE_DAMAGED", {});
  return all.subarray(0, length);
}
