import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { reject } from "@/lib/crypto/reasons";
import type { LogFiles } from "@/lib/crypto/verify-tiles";
import { pathOf } from "./files";

/** No tile is longer than 256 entries of 65 535 octets and their lengths. */
const FILE_BYTES = 17 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** The public log in a folder, or at an address: the one thing the verifier fetches, and only where it is told to. */
export function logFiles(place: string): LogFiles {
  return /^https?:\/\//.test(place) ? atAddress(place.replace(/\/+$/, "")) : inFolder(pathOf(place));
}

const inFolder = (folder: string): LogFiles => ({
  read: async (path) => {
    try {
      return Uint8Array.from(await readFile(join(folder, path)));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      throw error;
    }
  },
});

const atAddress = (address: string): LogFiles => ({
  read: async (path) => {
    const response = await fetch(`${address}/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) return null;
    if (!response.ok) return reject("tile", `${path}: ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > FILE_BYTES ? reject("tile", `${path} is too large`) : bytes;
  },
});
