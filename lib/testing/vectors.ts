import fs from "node:fs";
import path from "node:path";
import { describe, it } from "vitest";

const root = path.resolve(process.env.VECTORS_DIR ?? "../shared/vectors");

/** Folder of a vector suite, or null where it is absent. */
export function vectors(suite: string): string | null {
  const dir = path.join(root, suite);
  return fs.existsSync(dir) ? dir : null;
}

/** A group of tests over a vector suite; where the suite is absent it is skipped, and says that it counts as not done. */
export function describeVectors(suite: string, title: string, body: (dir: string) => void): void {
  const dir = vectors(suite);
  describeWith(dir, `${title}, vector suite ${suite}`, body);
}

/** A group of tests over something that stands outside the project; the body is not even read where it is absent. */
export function describeWith<T>(found: T | null, title: string, body: (found: T) => void): void {
  describe(title, () => {
    if (found !== null) return body(found);
    console.warn(`${title}: what it reads is absent, counts as not done`);
    it.skip("absent: counts as not done", () => undefined);
  });
}

/** A text beside the vector suites, as `../domain/vectors.json`; null where it is absent. */
export function outsideText(...parts: readonly string[]): string | null {
  const file = path.join(root, ...parts);
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null;
}

/** The same as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: fixtures by others, as they come.
export const outsideJson = (...parts: readonly string[]): any => JSON.parse(outsideText(...parts) ?? "null");

export const readJson = (dir: string, file: string) => JSON.parse(fs.readFileSync(path.join(dir, file), "utf8"));
export const readBytes = (dir: string, file: string): Uint8Array =>
  new Uint8Array(fs.readFileSync(path.join(dir, file)));
