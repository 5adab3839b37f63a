import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as simplified } from "@scure/bip39/wordlists/simplified-chinese.js";
import { wordlist as traditional } from "@scure/bip39/wordlists/traditional-chinese.js";
import { readWords, type WordList } from "./bidkey";

export const WORDS = 24;

export type CheckedWord = {
  readonly word: string;
  readonly known: boolean;
  /** What was probably meant, the likeliest first; empty for a known word. */
  readonly suggestions: readonly string[];
};

export type CheckedWords = {
  readonly list: WordList;
  readonly words: readonly CheckedWord[];
  /** `short`, `long`: not 24; `unknown`: a word of no list; `checksum`: all known, and one is wrong or in the wrong place. */
  readonly state: "empty" | "short" | "long" | "unknown" | "checksum" | "good";
};

/**
 * Looks at 24 words while they are typed: which are of the list, what was probably meant, and whether the checksum in the
 * last one holds. Nothing leaves the device by it.
 */
export function checkWords(text: string): CheckedWords {
  const { list, typed } = split(text);
  const words = typed.map((word) => {
    const known = LISTS[list].has(word);
    return { word, known, suggestions: known ? [] : suggestionsFor(word, list) };
  });
  return { list, words, state: stateOf(words) };
}

/** The same text with one word replaced, as a tap on a suggestion does. */
export function replaceWord(text: string, at: number, word: string): string {
  const { list, typed } = split(text);
  return typed.map((one, place) => (place === at ? word : one)).join(list === "en" ? " " : "");
}

const LISTS: Readonly<Record<WordList, ReadonlySet<string>>> = { en: new Set(english), "zh-CN": new Set(simplified) };

function split(text: string): { readonly list: WordList; readonly typed: readonly string[] } {
  const plain = text.normalize("NFKC").trim();
  if (/[a-z]/i.test(plain)) {
    const typed = plain
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter(Boolean);
    return { list: "en", typed };
  }
  // One character is one word; whatever stands between, numbers and commas of a printed list too, is none.
  return { list: "zh-CN", typed: [...plain].filter((one) => /\p{Script=Han}/u.test(one)) };
}

function stateOf(words: readonly CheckedWord[]): CheckedWords["state"] {
  if (words.length === 0) return "empty";
  if (words.length > WORDS) return "long";
  // The last word may be half typed.
  if (words.slice(0, words.length === WORDS ? WORDS : -1).some(({ known }) => !known)) return "unknown";
  if (words.length < WORDS) return "short";
  try {
    readWords(words.map(({ word }) => word).join(" "));
    return "good";
  } catch {
    return "checksum";
  }
}

const MOST = 3;

function suggestionsFor(word: string, list: WordList): readonly string[] {
  // The lists stand side by side: the same word is at the same place in both scripts.
  if (list === "zh-CN") {
    const at = traditional.indexOf(word);
    return at < 0 ? [] : [simplified[at]!];
  }
  // No two English words share their first four letters: who wrote more than those meant one word.
  const begun = english.filter((one) => one.startsWith(word.slice(0, 4)) || word.startsWith(one));
  const near = english
    .map((one) => ({ one, far: distance(word, one) }))
    .filter(({ far }) => far <= 2)
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
  return [...new Set([...near, ...begun])].slice(0, MOST);
}

/** Letters to change, add, leave out or exchange with their neighbour to get from one word to the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
