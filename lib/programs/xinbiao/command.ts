import type { ParseArgsConfig } from "node:util";
import type { Json } from "@/lib/crypto/canonical";
import type { Reason } from "@/lib/crypto/reasons";

/** One sentence in both languages. */
export type Words = { readonly zh: string; readonly en: string };

/** What a command was called with. */
export type Call = {
  readonly files: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  say(words: Words): string;
  /** Progress and remarks: on standard error, and not at all with `--json`. */
  remark(words: Words): void;
  readonly lang: "zh" | "en";
  readonly json: boolean;
};

/** What a command answers. Code 0 good, 1 refused or false, 2 incomplete (settled 21, issue "Small contracts"). */
export type Answer = {
  readonly code: 0 | 1 | 2;
  /** For `--json`. */
  readonly document: { readonly [name: string]: Json | undefined };
  /** For people, in their language. */
  readonly lines: readonly string[];
  /** Last line where the code is not 0. */
  readonly reason?: Reason | (string & {});
  /** A statement or line that is the answer itself: printed instead of `lines`. */
  readonly output?: string;
};

export type Command = {
  readonly about: Words;
  readonly usage: readonly string[];
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  readonly help: Readonly<Record<string, Words>>;
  run(call: Call): Promise<Answer>;
};

/** Wrong usage, or something that is missing: exit code 2. */
export function incomplete(words: Words): never {
  throw Object.assign(new Error(words.en), { incomplete: words });
}
