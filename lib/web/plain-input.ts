/**
 * Whether no text in a value holds a NUL: the database takes none, and would answer with a fault where the person deserves
 * to hear that the input is wrong. Bytes are left alone.
 */
export function isPlainText(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\0");
  if (Array.isArray(value)) return value.every(isPlainText);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return true;
  return Object.entries(value).every(([key, item]) => isPlainText(key) && isPlainText(item));
}
