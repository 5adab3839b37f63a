import { open, readFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { certificatesFromPem } from "@/lib/crypto/certificate";
import type { FileSource } from "@/lib/crypto/container";
import type { SealFile } from "@/lib/crypto/sealing";
import { canonicalBytes, type Json, parseCanonical } from "@/lib/crypto/canonical";
import { reasonOf, reject } from "@/lib/crypto/reasons";
import { incomplete } from "./command";

type Bytes = Uint8Array<ArrayBuffer>;

/** Paths are read from where the user stands; npm runs us elsewhere (settled 21). */
export const pathOf = (name: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), name);

const SMALL_BYTES = 64 * 1024 * 1024;

/** A statement, certificate or key: small, so it is read whole. */
export async function readSmall(name: string): Promise<Bytes> {
  const bytes = await readFile(pathOf(name));
  if (bytes.length > SMALL_BYTES) incomplete({ zh: `${name} 过大`, en: `${name} is too large` });
  return Uint8Array.from(bytes);
}

/**
 * A JSON file of the user's own, as canonical bytes. A canonical file stays as it is; one written by hand, with spaces or
 * in another order, is brought into the form.
 */
export async function readOwnJson(name: string): Promise<Bytes> {
  const bytes = await readSmall(name);
  try {
    parseCanonical(bytes);
    return bytes;
  } catch (error) {
    if (reasonOf(error) !== "not-canonical") throw error;
    const text = new TextDecoder().decode(bytes);
    const value = JSON.parse(text) as Json;
    // Of two prices the engine silently takes the last: which of them was meant nobody can say.
    const names = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined);
    if (names.length !== membersOf(value)) reject("json", "a name twice");
    return canonicalBytes(value);
  }
}

function membersOf(value: Json): number {
  if (typeof value !== "object" || value === null) return 0;
  const inside = Object.values(value).reduce((sum: number, one) => sum + membersOf(one as Json), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}

/** Certificates of a PEM file, or the one of a DER file. */
export async function readCertificates(name: string): Promise<Bytes[]> {
  const bytes = await readSmall(name);
  if (bytes[0] === 0x30) return [bytes];
  const found = certificatesFromPem(new TextDecoder().decode(bytes)).map((der) => Uint8Array.from(der));
  return found.length > 0 ? found : incomplete({ zh: `${name} 里没有证书`, en: `${name} holds no certificate` });
}

const WINDOW_BYTES = 1024 * 1024;

export type OpenFile = FileSource & { close(): Promise<void> };

/** A file read by ranges. Small reads in a row come out of one window, so that a body is not fetched chunk by chunk. */
export async function openFile(name: string): Promise<OpenFile> {
  const handle = await open(pathOf(name), "r");
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    incomplete({ zh: `${name} 不是文件`, en: `${name} is not a file` });
  }
  const { size } = stat;
  let window: { readonly from: number; readonly bytes: Uint8Array } | null = null;
  const fetch = async (from: number, length: number) => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, from + filled);
      if (bytesRead === 0) reject("length", "the file became shorter while it was read");
      filled += bytesRead;
    }
    return bytes;
  };
  return {
    size,
    read: async (from, to) => {
      if (from < 0 || to < from || to > size) return reject("length", "outside the file");
      if (to - from >= WINDOW_BYTES / 2) return fetch(from, to - from);
      if (!window || from < window.from || to > window.from + window.bytes.length)
        window = { from, bytes: await fetch(from, Math.min(WINDOW_BYTES, size - from)) };
      return window.bytes.subarray(from - window.from, to - window.from);
    },
    close: () => handle.close(),
  };
}

const MEDIA: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".ofd": "application/ofd",
  ".txt": "text/plain",
  ".csv": "text/csv",
  ".xml": "application/xml",
  ".json": "application/json",
  ".zip": "application/zip",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".doc": "application/msword",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xls": "application/vnd.ms-excel",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".dwg": "image/vnd.dwg",
};

/** A file to be sealed. Length and time of change are compared before and after: half old, half new must not be sealed. */
export async function sealFile(name: string, role: string): Promise<SealFile> {
  const path = pathOf(name);
  const handle = await open(path, "r");
  const before = await handle.stat();
  await handle.close();
  if (!before.isFile()) incomplete({ zh: `${name} 不是文件`, en: `${name} is not a file` });
  return {
    name: basename(path).normalize("NFC"),
    role,
    media: MEDIA[extname(path).toLowerCase()] ?? "application/octet-stream",
    sizeBytes: before.size,
    open: async function* () {
      const file = await open(path, "r");
      try {
        const { size, mtimeMs } = await file.stat();
        if (size !== before.size || mtimeMs !== before.mtimeMs) reject("length", `${name} changed`);
        for (;;) {
          const piece = new Uint8Array(WINDOW_BYTES);
          const { bytesRead } = await file.read(piece, 0, piece.length, null);
          if (bytesRead === 0) break;
          yield piece.subarray(0, bytesRead);
        }
        const after = await file.stat();
        if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) reject("length", `${name} changed`);
      } finally {
        await file.close();
      }
    },
  };
}
