/** Types of files people may upload, by what the bytes say: the name proves nothing. */
export type FileType = { readonly media: string; readonly extensions: readonly string[]; readonly limitBytes: number };

const MB = 1_048_576;
const PDF: FileType = { media: "application/pdf", extensions: ["pdf"], limitBytes: 200 * MB };
const OFFICE: FileType = {
  media: "application/zip",
  extensions: ["docx", "xlsx", "pptx", "zip", "ofd"],
  limitBytes: 200 * MB,
};
const PNG: FileType = { media: "image/png", extensions: ["png"], limitBytes: 20 * MB };
const JPEG: FileType = { media: "image/jpeg", extensions: ["jpg", "jpeg"], limitBytes: 20 * MB };

const begins = (head: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => head[index] === byte);

/**
 * The type of a file by its first bytes and its name, or null where they disagree or the type is not taken: a script
 * called `.pdf` is neither.
 *
 * @param head at least the first 8 bytes
 */
export function fileTypeOf(name: string, head: Uint8Array): FileType | null {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const type = byMagic(head);
  return type?.extensions.includes(extension) ? type : null;
}

function byMagic(head: Uint8Array): FileType | null {
  if (begins(head, [0x25, 0x50, 0x44, 0x46, 0x2d])) return PDF;
  if (begins(head, [0x50, 0x4b, 0x03, 0x04])) return OFFICE;
  if (begins(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return PNG;
  if (begins(head, [0xff, 0xd8, 0xff])) return JPEG;
  return null;
}

/** Characters that would lie about a name or end a header: control and format characters, separators of paths. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** A file name that is safe in lists, headers and archives: NFC, at most 200 bytes of UTF-8. Null: nothing is left. */
export function safeName(name: string): string | null {
  const clean = name.normalize("NFC").replace(UNSAFE, "").trim().replace(/^\.+/, "");
  if (!clean) return null;
  const dot = clean.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [clean.slice(0, dot), clean.slice(dot)] : [clean, ""];
  let short = stem;
  while (new TextEncoder().encode(short + end).length > 200) short = [...short].slice(0, -1).join("");
  return short ? short + end : null;
}

/** EICAR's test string: what every scanner must find. */
export const EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
