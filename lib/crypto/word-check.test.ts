import { describe, expect, it } from "vitest";
import { readWords, wordsOf } from "./bidkey";
import { randomBytes } from "./bytes";
import { checkWords, replaceWord } from "./word-check";

const M = new Uint8Array(32).fill(7);

describe.each(["en", "zh-CN"] as const)("protocol §2.11: 24 words as they are typed, %s", (list) => {
  const words = wordsOf(M, list).split(" ");

  it("are good when all are there, whatever stands between them", () => {
    expect(checkWords(words.join(" ")).state).toBe("good");
    expect(checkWords(words.map((word, at) => `${at + 1}. ${word}`).join(",\n")).state).toBe("good");
    for (let turn = 0; turn < 20; turn++) expect(checkWords(wordsOf(randomBytes(32), list)).state).toBe("good");
  });

  it("are told apart: none, too few, too many, one in the wrong place", () => {
    expect(checkWords(" ").state).toBe("empty");
    expect(checkWords(words.slice(0, 5).join(" ")).state).toBe("short");
    expect(checkWords([...words, words[0]!].join(" ")).state).toBe("long");
    const swapped = [...words];
    [swapped[0], swapped[1]] = [swapped[1]!, swapped[0]!];
    expect(checkWords(swapped.join(" ")).state).toBe(words[0] === words[1] ? "good" : "checksum");
  });
});

describe("protocol §2.11: a word that is of no list", () => {
  it("English: what was probably meant comes first, and a tap puts it in", () => {
    const words = wordsOf(M, "en").split(" ");
    const at = words.findIndex((word) => word.length >= 5);
    const typed = [...words];
    typed[at] = `${words[at]!.slice(0, -2)}${words[at]!.at(-1)}${words[at]!.at(-2)}`;
    const checked = checkWords(typed.join(" "));
    expect([checked.state, checked.words[at]!.known]).toEqual(["unknown", false]);
    expect(checked.words[at]!.suggestions[0]).toBe(words[at]);
    expect(readWords(replaceWord(typed.join(" "), at, words[at]!))).toEqual(M);
    expect(checkWords("abandn zzzzzz").words.map(({ suggestions }) => suggestions)).toEqual([["abandon"], []]);
  });

  it("Chinese: the traditional form of a word of the list is named in simplified", () => {
    const checked = checkWords("個龍");
    expect(checked.words[0]!.suggestions).toEqual(["个"]);
    expect(replaceWord("個我", 0, "个")).toBe("个我");
  });
});
