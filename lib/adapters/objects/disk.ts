import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, link, open, readdir, readFile, rename, rm, stat as statFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machineNow } from "@/lib/kernel/clock";
import { type Draft, intactRecordOf, isForgotten, recordOf, writeDraft } from "./disk-file";
import { makeFolder, syncFolder } from "./disk-folder";
import { type Body, checkKey, later, type PutOptions, problem, type Range } from "./record";

type Disk = {
  readonly root: string;
  readonly now: () => Date;
  readonly queue: Map<string, Promise<unknown>>;
  swept: Promise<void> | null;
};

/**
 * Objects in a folder, for `npm start` and small installations: one file for each, its record behind its bytes, on the
 * platter with its name before `put` returns. Retention binds this program, not whoever owns the disk.
 *
 * @param root absolute path; made if absent
 * @param now  real time, against which retention runs
 */
export function diskObjects(root: string, now: () => Date = machineNow) {
  const disk: Disk = { root, now, queue: new Map(), swept: null };
  return {
    put: (key: string, body: Body, options: PutOptions = {}) => put(disk, key, body, options),
    get: (key: string, range: Range = {}) => get(disk, key, range),
    stat: async (key: string) => {
      const found = await factsOf(disk, key);
      return found && { ...found, retainUntil: await retentionOf(disk, key, found.retainUntil) };
    },
    remove: (key: string) => inTurn(disk, key, () => remove(disk, key)),
    health: () => health(disk),
  };
}

/** No key has a tilde in it: an object never stands where another's folder must be. */
const fileOf = (disk: Disk, key: string) => join(disk.root, "objects", `${key}~`);
/** Where retention was lengthened later: the file itself is never written again. */
const untilFile = (disk: Disk, key: string) => join(disk.root, "until", `${key}~`);
const draftFile = (disk: Disk) => join(/* turbopackIgnore: true */ disk.root, "drafts", randomUUID());

async function put(disk: Disk, key: string, body: Body, { sha256, retainUntil }: PutOptions) {
  checkKey(key);
  disk.swept ??= sweep(disk);
  await disk.swept;
  const draft = await writeDraft(draftFile(disk), body);
  try {
    if (sha256 !== undefined && sha256 !== draft.facts.sha256) throw problem("digest", key);
    await draft.end(retainUntil ?? null);
    await inTurn(disk, key, () => settle(disk, key, draft, retainUntil ?? null));
    return draft.facts;
  } finally {
    await draft.drop();
  }
}

/** Gives the draft its name if nobody has it; the same content again may only lengthen retention. */
async function settle(disk: Disk, key: string, draft: Draft, retainUntil: Date | null): Promise<void> {
  const file = fileOf(disk, key);
  await makeFolder(dirname(file));
  if (await named(draft.file, file)) return onPlatter(draft, file);
  const found = await withFile(file, intactRecordOf);
  if (!found) {
    // Cut off by a fall of the machine before its `put` returned: nobody was told of it.
    await rename(draft.file, file);
    return onPlatter(draft, file);
  }
  if (found.sha256 !== draft.facts.sha256) throw problem("exists", key);
  const stands = await retentionOf(disk, key, dateOf(found.retainUntil));
  const until = later(stands, retainUntil);
  if (until && until.getTime() !== stands?.getTime()) await lengthen(disk, key, until);
  // Its first writer may not have come to that yet, and this one is about to say that it is stored.
  await withFile(file, (handle) => handle.sync());
  await syncFolder(dirname(file));
}

/** `link` refuses a taken name, in one step. */
async function named(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The name is in its folder already, so bytes and name go to the platter side by side, and the draft's name goes meanwhile. */
async function onPlatter(draft: Draft, file: string): Promise<void> {
  await Promise.all([draft.sync(), syncFolder(dirname(file)), draft.unname()]);
}

async function lengthen(disk: Disk, key: string, until: Date): Promise<void> {
  const file = untilFile(disk, key);
  const draft = draftFile(disk);
  await makeFolder(dirname(file));
  const handle = await open(draft, "wx", 0o640);
  try {
    await handle.writeFile(until.toISOString());
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(dirname(file));
}

async function get(disk: Disk, key: string, { from = 0, to }: Range): Promise<AsyncIterable<Uint8Array>> {
  checkKey(key);
  const file = fileOf(disk, key);
  const found = await withFile(file, recordOf);
  if (!found) throw problem("absent", key);
  return readFrom(file, key, from, Math.min(to ?? found.sizeBytes, found.sizeBytes));
}

/** Opened by whoever reads the first piece: a caller that never does, as for a HEAD request, must leave no file open. */
async function* readFrom(file: string, key: string, from: number, end: number): AsyncGenerator<Uint8Array> {
  if (from >= end) return;
  try {
    yield* createReadStream(file, { start: from, end: end - 1, highWaterMark: 1 << 20 });
  } catch (error) {
    absent(error as NodeJS.ErrnoException);
    throw problem("absent", key);
  }
}

async function remove(disk: Disk, key: string): Promise<void> {
  const found = await factsOf(disk, key);
  if (!found) return;
  const until = await retentionOf(disk, key, found.retainUntil);
  if (until && until > disk.now()) throw problem("retained", key);
  await rm(fileOf(disk, key), { force: true });
  await syncFolder(dirname(fileOf(disk, key)));
  await rm(untilFile(disk, key), { force: true });
}

async function factsOf(disk: Disk, key: string) {
  checkKey(key);
  const found = await withFile(fileOf(disk, key), recordOf);
  return found && { sizeBytes: found.sizeBytes, sha256: found.sha256, retainUntil: dateOf(found.retainUntil) };
}

async function retentionOf(disk: Disk, key: string, first: Date | null): Promise<Date | null> {
  const text = await readFile(untilFile(disk, key), "utf8").catch(absent);
  return later(first, dateOf(text));
}

const dateOf = (text: string | null) => (text === null ? null : new Date(text));

async function withFile<T>(file: string, work: (handle: FileHandle) => Promise<T>): Promise<T | null> {
  const handle = await opened(file);
  if (!handle) return null;
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

const opened = (file: string): Promise<FileHandle | null> => open(file, "r").catch(absent);

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
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

/** What was being written when a process fell; once in the life of each process. */
async function sweep(disk: Disk): Promise<void> {
  const folder = join(disk.root, "drafts");
  await makeFolder(folder);
  for (const name of await readdir(folder)) {
    const file = join(/* turbopackIgnore: true */ folder, name);
    const facts = await statFile(file).catch(absent);
    if (facts && isForgotten(facts.mtime)) await rm(file, { force: true });
  }
}

async function health(disk: Disk): Promise<boolean> {
  try {
    await makeFolder(join(disk.root, "objects"));
    const draft = await writeDraft(draftFile(disk), Buffer.from("probe"));
    await draft.end(null);
    const whole = await withFile(draft.file, intactRecordOf);
    await draft.drop();
    return whole !== null;
  } catch {
    return false;
  }
}
