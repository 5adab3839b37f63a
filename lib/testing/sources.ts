import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A source file: its path from the root of the tree, with `/`, and its text. */
export type Source = { readonly file: string; readonly text: string };

/** All TypeScript of the tree under `folders`, tests included. */
export function sourcesOf(root: string, folders: readonly string[] = ["app", "components", "lib"]): readonly Source[] {
  return folders.flatMap((folder) =>
    namesIn(join(root, folder))
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => `${folder}/${name}`)
      .sort()
      .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") })),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
  } catch {
    return []; // an absent folder; whoever checks must notice that nothing was found
  }
}

export const isTest = ({ file }: Source): boolean => /\.test\.tsx?$/.test(file) || file.startsWith("lib/testing/");

/** The text without comments, for checks of what code does. Keeps line breaks, so that counts of lines stay right. */
export const codeOf = ({ text }: Source): string =>
  text.replace(/\/\*[\s\S]*?\*\/|(?<!["':`\w/])\/\/[^\n]*/g, (comment) => comment.replace(/[^\n]/g, " "));
