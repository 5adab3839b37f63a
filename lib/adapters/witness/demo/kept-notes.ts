import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";

/** More than a year of bad days; whoever wants them longer has them from the platform's log or from here in time. */
const MOST = 500;

const kept = z.strictObject({
  note: z.string(),
  /** What became of it: not handed over yet, taken by the platform, or refused with the answer that said so. */
  state: z.enum(["waiting", "taken", "refused"]),
  answer: z.string().nullable(),
});
export type KeptNote = z.infer<typeof kept>;

/** What one of our own files says; null where the disk has spoilt it: one must not keep the others from being handed over. */
export function readable<S extends z.ZodType>(schema: S, text: string): z.output<S> | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    console.error("probe: a file that cannot be read is left out");
    return null;
  }
}

/** Signed notes of one witness on its disk, a file each, named by when they begin: they outlive it and stay bounded. */
export function keptNotes(folder: string) {
  const place = join(folder, "unreachable");
  const names = async () =>
    (await readdir(place).catch(() => [])).filter((name) => /^\d+-[0-9a-f]{16}\.json$/.test(name)).sort();
  const read = async (name: string): Promise<KeptNote | null> => {
    const text = await readIfThere(join(place, name));
    return text === null ? null : readable(kept, text);
  };
  const write = (name: string, one: KeptNote) => replaceFile(join(place, name), JSON.stringify(one));
  return {
    /** Keeps a note; one that is there stays as it is, taken or not. */
    add: async (from: Date, note: string): Promise<void> => {
      const digest = createHash("sha256").update(note).digest("hex").slice(0, 16);
      const name = `${String(from.getTime()).padStart(15, "0")}-${digest}.json`;
      if ((await read(name)) === null) await write(name, { note, state: "waiting", answer: null });
      for (const old of (await names()).slice(0, -MOST)) await rm(join(place, old), { force: true });
    },
    /** Hands over what waits, oldest first, until somebody says to stop. */
    handOver: async (give: (note: string) => Promise<Omit<KeptNote, "note"> | null>): Promise<void> => {
      for (const name of await names()) {
        const one = await read(name);
        if (one?.state !== "waiting") continue;
        const became = await give(one.note);
        if (!became) return;
        await write(name, { ...one, ...became });
      }
    },
    /** The newest, for whoever asks the witness itself. */
    newest: async (count: number): Promise<readonly KeptNote[]> => {
      const found = await Promise.all((await names()).slice(-count).reverse().map(read));
      return found.filter((one): one is KeptNote => one !== null);
    },
  };
}
