import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { HubReceipt } from "../http";
import type { Message } from "./schemas";

export type Entry = {
  readonly name: string;
  readonly digest: string;
  readonly receipt: HubReceipt;
  readonly message: Message;
};

export type Journal = {
  find(name: string): Entry | undefined;
  all(): readonly Entry[];
  add(entry: Entry): Promise<void>;
};

/** What the hub received, one JSON line each, read again at the start; a line cut off by a crash is left behind. */
export async function openJournal(file: string): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const entries = await readEntries(file);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const handle = await open(file, "a", 0o600);
  // A crash can leave half a line: what comes next must not continue on it.
  if (entries.length > 0 || (await handle.stat()).size > 0) await handle.appendFile("\n");
  let turn: Promise<unknown> = Promise.resolve();
  return {
    find: (name) => byName.get(name),
    all: () => [...byName.values()],
    add: (entry) => {
      const written = turn.then(async () => {
        if (byName.has(entry.name)) return;
        await handle.appendFile(`${JSON.stringify(entry)}\n`);
        await handle.sync();
        byName.set(entry.name, entry);
      });
      turn = written.catch(() => undefined);
      return written;
    },
  };
}

async function readEntries(file: string): Promise<Entry[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as Entry] : [];
    } catch {
      return [];
    }
  });
}
