/** Octets [from, to) that a request asks for, the whole, or nothing that can be given. */
export type ByteRange = { readonly from: number; readonly to: number | null } | "whole" | "unsatisfiable";

/** Reads a Range header of one range (RFC 9110 §14); several ranges, or one that cannot be read, count as no range. */
export function byteRange(header: string | null): ByteRange {
  const found = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header ?? "");
  if (!found) return "whole";
  const from = Number(found[1]);
  const to = found[2] === undefined ? null : Number(found[2]) + 1;
  return to !== null && to <= from ? "unsatisfiable" : { from, to };
}

/** Pulls a piece when the reader wants one: a slow line never fills our memory. */
export function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await source.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      await source.return?.();
    },
  });
}
