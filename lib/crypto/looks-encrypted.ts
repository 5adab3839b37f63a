const PLAIN = ["%PDF", "PK\u0003\u0004", "<?xml", "<!DOC", "\u00d0\u00cf\u0011\u00e0", "Rar!", "7z\u00bc\u00af"];

/** Whether bytes begin like a file that was never encrypted: PDF, ZIP and OFD, XML, old Office, RAR, 7z. */
export function looksPlain(bytes: Uint8Array): boolean {
  const head = Array.from(bytes.subarray(0, 8), (octet) => String.fromCharCode(octet)).join("");
  return PLAIN.some((magic) => head.startsWith(magic));
}

/** Below 1 KiB no histogram says anything. The bound is ten standard deviations from what random bytes give. */
export function isFlat(bytes: Uint8Array): boolean {
  if (bytes.length < 1024) return true;
  const counts = new Uint32Array(256);
  for (const octet of bytes) counts[octet] = (counts[octet] ?? 0) + 1;
  const expected = bytes.length / 256;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chi < 255 + 10 * Math.sqrt(2 * 255);
}

const SAMPLE_BYTES = 65_536;

/**
 * A cheap sanity test of ciphertext, by its beginning: no known file header, and a flat histogram (chi-squared of byte
 * values). It cannot prove that something decrypts; it stops whoever sends files in the open by mistake (Measures art. 26,
 *
 */
export function looksEncrypted(body: Uint8Array): boolean {
  const sample = body.subarray(0, SAMPLE_BYTES);
  return !looksPlain(sample) && isFlat(sample);
}
