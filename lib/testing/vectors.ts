import fs from "node:fs";
import path from "node:path";
import { describe } from "vitest";

const root = path.resolve(process.env.VECTORS_DIR ?? "../shared/vectors");

/** Folder of a vector suite, or null where it is absent. */
export function vectors(suite: string): string | null {
  const dir = path.join(root, suite);
  return fs.existsSync(dir) ? dir : null;
}

/** A group of tests over a vector suite; where the suite is absent it is skipped, and says that it counts as not done. */
export function describeVectors(suite: string, title: string, body: (dir: string) => void): void {
  const dir = vectors(suite);
  if (dir) {
    describe(title, () => body(dir));
    return;
  }
  console.warn(`vector suite ${suite} is absent: counts as not done`);
  describe.skip(`${title} (vector suite ${suite} absent)`, () => body(root));
}

export const readJson = (dir: string, file: string) => JSON.parse(fs.readFileSync(path.join(dir, file), "utf8"));
export const readBytes = (dir: string, file: string): Uint8Array =>
  new Uint8Array(fs.readFileSync(path.join(dir, file)));
