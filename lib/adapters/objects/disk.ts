import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, link, mkdir, open, readFile, rename, rm, stat as statFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machineNow } from "@/lib/kernel/clock";
import {
  type Body,
  checkKey,
  later,
  type ObjectRecord,
  type PutOptions,
  parseRecord,
  piecesOf,
  problem,
  type Range,
} from "./record";

type Disk = { readonly root: string; readonly now: () => Date; readonly queue: Map<string, Promise<unknown>> };

/**
 * Objects in a folder, for `npm start` and small installations. Bytes lie under `blobs/`, records under `keys/`; both are
 * on the platter before `put` returns. Retention binds this program, not whoever owns the disk.
 *
 * @param root absolute path; made if absent
 * @param now  real time, against which retention runs
 */
export function diskObjects(root: string, now: () => Date = machineNow) {
  const disk: Disk = { root, now, queue: new Map() };
  return {
    put: (key: string, body: Body, options: PutOptions = {}) => put(disk, key, body, options),
    get: (key: string, range: Range = {}) => get(disk, key, range),
    stat: async (key: string) => {
      const found = await recordOf(disk, key);
      return found && { sizeBytes: found.sizeBytes, sha256: found.sha256, retainUntil: dateOf(found.retainUntil) };
    },
    remove: (key: string) => inTurn(disk, key, () => remove(disk, key)),
    health: () => health(disk),
  };
}

const keyFile = (disk: Disk, key: string) => join(disk.root, "keys", `${key}.json`);
const blobFile = (disk: Disk, blob: string) => join(disk.root, "blobs", blob.slice(0, 2), blob);
const dateOf = (text: string | null) => (text === null ? null : new Date(text));

async function put(disk: Disk, key: string, body: Body, { sha256, retainUntil }: PutOptions) {
  checkKey(key);
  const blob = randomUUID();
  const file = blobFile(disk, blob);
  const written = await writeBlob(file, body);
  let kept = false;
  try {
    if (sha256 !== undefined && sha256 !== written.sha256) throw problem("digest", key);
    const record: ObjectRecord = { blob, ...written, retainUntil: retainUntil?.toISOString() ?? null };
    kept = await inTurn(disk, key, () => settle(disk, key, record));
    return written;
  } finally {
    if (!kept) await rm(file, { force: true });
  }
}

/** Puts the record under its key if there is none; the same content again may only lengthen retention. */
async function settle(disk: Disk, key: string, record: ObjectRecord): Promise<boolean> {
  if (await writeRecord(keyFile(disk, key), record, "new")) return true;
  const found = await recordOf(disk, key);
  if (!found || found.sha256 !== record.sha256) throw problem("exists", key);
  const until = later(dateOf(found.retainUntil), dateOf(record.retainUntil))?.toISOString() ?? null;
  if (until !== found.retainUntil) await writeRecord(keyFile(disk, key), { ...found, retainUntil: until }, "replace");
  return false;
}

async function get(disk: Disk, key: string, { from = 0, to }: Range): Promise<AsyncIterable<Uint8Array>> {
  const found = await recordOf(disk, key);
  if (!found) throw problem("absent", key);
  const end = Math.min(to ?? found.sizeBytes, found.sizeBytes);
  if (from >= end) return piecesOf(new Uint8Array());
  const handle = await open(blobFile(disk, found.blob), "r").catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? problem("absent", key) : error;
  });
  return createReadStream("", { fd: handle, start: from, end: end - 1, highWaterMark: 1 << 20 });
}

async function remove(disk: Disk, key: string): Promise<void> {
  const found = await recordOf(disk, key);
  if (!found) return;
  const until = dateOf(found.retainUntil);
  if (until && until > disk.now()) throw problem("retained", key);
  await rm(keyFile(disk, key), { force: true });
  await syncFolder(dirname(keyFile(disk, key)));
  await rm(blobFile(disk, found.blob), { force: true });
}

async function recordOf(disk: Disk, key: string): Promise<ObjectRecord | null> {
  checkKey(key);
  try {
    return parseRecord(await readFile(keyFile(disk, key), "utf8"), key);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function writeBlob(file: string, body: Body): Promise<{ sizeBytes: number; sha256: string }> {
  await makeFolder(dirname(file));
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const handle = await open(file, "wx", 0o640);
  try {
    for await (const piece of piecesOf(body)) {
      const writing = handle.writeFile(piece);
      hash.update(piece); // meanwhile
      sizeBytes += piece.length;
      await writing;
    }
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** Written whole under another name, then put in place: `link` refuses a taken name, `rename` replaces it; both at once. */
async function writeRecord(file: string, record: ObjectRecord, manner: "new" | "replace"): Promise<boolean> {
  const folder = dirname(file);
  await makeFolder(folder);
  const draft = join(/* turbopackIgnore: true */ folder, `.${randomUUID()}`);
  await withHandle(draft, async (handle) => {
    await handle.writeFile(JSON.stringify(record));
    await handle.sync();
  });
  try {
    if (manner === "replace") await rename(draft, file);
    else await link(draft, file);
    await syncFolder(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function withHandle(file: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, "wx", 0o640);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

/** A new folder is lost in a power cut unless its parent is on the platter too. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Acts on one key one after another: a removal must not fall between a reading of retention and its lengthening. */
async function inTurn<T>({ queue }: Disk, key: string, work: () => Promise<T>): Promise<T> {
  const mine = (queue.get(key) ?? Promise.resolve()).then(work, work);
  queue.set(key, mine);
  try {
    return await mine;
  } finally {
    if (queue.get(key) === mine) queue.delete(key);
  }
}

async function health(disk: Disk): Promise<boolean> {
  try {
    await makeFolder(join(disk.root, "keys"));
    const probe = join(disk.root, `.probe-${randomUUID()}`);
    await withHandle(probe, (handle) => handle.writeFile("probe"));
    const { size } = await statFile(probe);
    await rm(probe);
    return size === "probe".length;
  } catch {
    return false;
  }
}
