import { createHash } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { machineNow } from "@/lib/kernel/clock";
import { type Body, piecesOf } from "./record";
import { makeFolder } from "./disk-folder";

/** What an object's file says about its bytes. */
export type FileRecord = { readonly sizeBytes: number; readonly sha256: string; readonly retainUntil: string | null };

/** A file ends with its record, the record's length (u32) and this: without them it was cut off while it was written. */
const MARK = Buffer.from("XBOBJ1\r\n");
const TAIL = MARK.length + 4;
/** Octets of an object that wait for the disk. */
const AHEAD = 512 << 10;
/** More than any record has, so that one read fetches it. */
const RECORD_ROOM = 1024;

/** An object being written, under a name nobody looks for. */
export type Draft = {
  readonly file: string;
  readonly facts: { readonly sizeBytes: number; readonly sha256: string };
  /** Writes the record behind the bytes: the file is whole, and not yet on the platter. */
  end(retainUntil: Date | null): Promise<void>;
  sync(): Promise<void>;
  /** Takes the draft's name away, once. */
  unname(): Promise<void>;
  /** Closes the file and takes the draft's name away. */
  drop(): Promise<void>;
};

export async function writeDraft(file: string, body: Body): Promise<Draft> {
  await makeFolder(dirname(file));
  const handle = await open(file, "wx", 0o640);
  let named = true;
  const unname = async () => {
    if (named) await rm(file, { force: true });
    named = false;
  };
  const drop = async () => {
    await handle.close();
    await unname();
  };
  try {
    const facts = await writeBody(handle, body);
    const end = async (retainUntil: Date | null) => {
      const record: FileRecord = { ...facts, retainUntil: retainUntil?.toISOString() ?? null };
      const text = Buffer.from(JSON.stringify(record));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      await handle.writeFile(Buffer.concat([text, length, MARK]));
    };
    return { file, facts, end, unname, drop, sync: () => handle.sync() };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Hashes and reads on while it writes: pieces go to the disk `AHEAD` octets at a time. */
async function writeBody(handle: FileHandle, body: Body): Promise<Draft["facts"]> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let waiting: Uint8Array[] = [];
  let octets = 0;
  let writing = Promise.resolve();
  for await (const piece of piecesOf(body)) {
    waiting.push(piece);
    octets += piece.length;
    sizeBytes += piece.length;
    if (octets >= AHEAD) {
      await writing;
      writing = writeAll(handle, waiting);
      writing.catch(() => {}); // told at the next turn
      [waiting, octets] = [[], 0];
    }
    hash.update(piece);
  }
  await writing;
  await writeAll(handle, waiting);
  return { sizeBytes, sha256: hash.digest("hex") };
}

async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  if (pieces.length === 0) return;
  const { bytesWritten } = await handle.writev(pieces);
  const all = pieces.reduce((sum, { length }) => sum + length, 0);
  if (bytesWritten < all) await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
}

/** The record of an open file; null where its end was never written. */
export async function recordOf(handle: FileHandle): Promise<FileRecord | null> {
  const { size } = await handle.stat();
  const end = Buffer.alloc(Math.min(size, RECORD_ROOM));
  await handle.read(end, 0, end.length, size - end.length);
  if (end.length < TAIL || !end.subarray(-MARK.length).equals(MARK)) return null;
  const length = end.readUInt32BE(end.length - TAIL);
  if (length > end.length - TAIL) return null;
  return parse(end.subarray(end.length - TAIL - length, end.length - TAIL).toString("utf8"), size - TAIL - length);
}

function parse(text: string, before: number): FileRecord | null {
  try {
    const { sizeBytes, sha256, retainUntil } = JSON.parse(text) as Record<string, unknown>;
    if (sizeBytes !== before || typeof sha256 !== "string") return null;
    return { sizeBytes: before, sha256, retainUntil: typeof retainUntil === "string" ? retainUntil : null };
  } catch {
    return null;
  }
}

/** The record, if the bytes are those it speaks of: after a power cut a file may be there whose bytes never came. */
export async function intactRecordOf(handle: FileHandle): Promise<FileRecord | null> {
  const record = await recordOf(handle);
  if (!record) return null;
  const hash = createHash("sha256");
  const stream = handle.createReadStream({ start: 0, end: Math.max(0, record.sizeBytes - 1), autoClose: false });
  if (record.sizeBytes > 0) for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest("hex") === record.sha256 ? record : null;
}

/** Whether a draft of that age can still be anybody's. */
export const isForgotten = (modified: Date): boolean => machineNow().getTime() - modified.getTime() > 86_400_000;
