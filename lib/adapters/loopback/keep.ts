import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The file's text; null where there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

async function draftOf(path: string, content: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}.new`;
  const file = await open(draft, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}

/** Replaces the file whole or not at all, for its owner alone, and survives a power cut. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await rename(await draftOf(path, content), path);
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}

/** Writes the file unless there is one; gives what stands there afterwards. Of several at once, one wins for all. */
export async function writeOnce(path: string, content: string): Promise<string> {
  const draft = await draftOf(path, content);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(path, "utf8");
}

/** What stands under `path`, made by `make` at the first look. */
export async function readOrMake(path: string, make: () => string | Promise<string>): Promise<string> {
  return (await readIfThere(path)) ?? writeOnce(path, await make());
}
