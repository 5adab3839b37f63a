import type { SealSegment } from "@/lib/crypto/seal";
import type { BodySource } from "@/lib/crypto/segment";
import { partsOf, uploadOfContainer } from "@/lib/store/uploads";
import type { Deps } from "@/lib/usecases/deps";
import { PART_BYTES } from "./put-part";

/** The stored ciphertext of one segment, read by ranges from its parts: a page of a PDF costs two chunks, not 2 GB. */
export async function bodySource(segment: SealSegment, deps: Deps): Promise<BodySource> {
  const upload = await uploadOfContainer(segment.c);
  if (!upload) throw new Error(`container ${segment.c} is gone`);
  const parts = (await partsOf(upload.id)).filter((part) => part.segment === segment.i);
  return {
    len: segment.len,
    read: async (from, to) => {
      const out = new Uint8Array(to - from);
      for (let at = from; at < to; ) {
        const index = Math.floor(at / PART_BYTES);
        const part = parts[index];
        if (!part) throw new Error(`part ${index} of segment ${segment.i} is gone`);
        const first = at - index * PART_BYTES;
        const last = Math.min(part.sizeBytes, to - index * PART_BYTES);
        for await (const piece of await deps.objects.get(part.objectKey, { from: first, to: last })) {
          out.set(piece, at - from);
          at += piece.length;
        }
      }
      return out;
    },
  };
}
