const SLICE = 4 * 1024 * 1024;

/** SHA-256 of a file in this browser, hex, slice by slice; `onProgress` from 0 to 1. Nothing leaves the computer. */
export async function fileDigest(file: Blob, onProgress?: (part: number) => void): Promise<string> {
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import("@noble/hashes/sha2.js"),
    import("@noble/hashes/utils.js"),
  ]);
  const state = sha256.create();
  for (let at = 0; at < file.size; at += SLICE) {
    state.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    onProgress?.(Math.min(1, (at + SLICE) / file.size));
    // Lets the page breathe between slices.
    await new Promise((go) => setTimeout(go, 0));
  }
  return bytesToHex(state.digest());
}
