import type { FileSource } from "@/lib/crypto/container";

/** A chosen file to be read in ranges: it never stands in memory whole. */
export const sourceOf = (file: Blob): FileSource => ({
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});
