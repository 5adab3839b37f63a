import type { z } from "zod";
import type { Locale } from "./instants";

type Issue = z.core.$ZodIssue;

const WORDS = {
  "zh-CN": {
    missing: "请填写此项",
    tooShort: (n: unknown) => `至少 ${n} 个字符`,
    tooLong: (n: unknown) => `至多 ${n} 个字符`,
    tooSmall: (n: unknown) => `不得小于 ${n}`,
    tooBig: (n: unknown) => `不得大于 ${n}`,
    format: "格式不正确",
    choice: "请从所列选项中选择",
    unknown: "含有不认识的内容",
    other: "请核对此项",
  },
  en: {
    missing: "Please fill this in",
    tooShort: (n: unknown) => `At least ${n} characters`,
    tooLong: (n: unknown) => `At most ${n} characters`,
    tooSmall: (n: unknown) => `Not less than ${n}`,
    tooBig: (n: unknown) => `Not more than ${n}`,
    format: "The format is not right",
    choice: "Choose one of those listed",
    unknown: "Contains something unknown",
    other: "Please check this entry",
  },
} as const;

/** One sentence per field path (`a.b.0`), made from the issue's facts: each language words them itself. */
export function fieldErrors(locale: Locale, issues: readonly Issue[]): Record<string, string> {
  return Object.fromEntries(issues.map((issue) => [issue.path.join("."), sentence(locale, issue)]).reverse());
}

function sentence(locale: Locale, issue: Issue): string {
  const words = WORDS[locale];
  switch (issue.code) {
    case "invalid_type":
      return words.missing;
    case "too_small":
      if (issue.origin !== "string") return words.tooSmall(issue.minimum);
      return Number(issue.minimum) <= 1 ? words.missing : words.tooShort(issue.minimum);
    case "too_big":
      return issue.origin === "string" ? words.tooLong(issue.maximum) : words.tooBig(issue.maximum);
    case "invalid_format":
      return words.format;
    case "invalid_value":
      return words.choice;
    case "unrecognized_keys":
      return words.unknown;
    default:
      return words.other;
  }
}
