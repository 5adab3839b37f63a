import { type Here, normalised, type Plain } from "./secrecy-normal";
import type { Seen } from "./secrecy-look";

/** One answer that is not what it would be without the others' bids. */
export type Leak = { readonly eye: string; readonly question: string; readonly what: string };

/** Compares two looks of one eye, answer by answer: status, headers, bytes. */
export function leaksBetween(
  eye: string,
  before: ReadonlyMap<string, Seen>,
  after: ReadonlyMap<string, Seen>,
  frame: Omit<Here, "question">,
): Leak[] {
  if (before.size !== after.size) throw new Error(`${eye} asked ${before.size} and ${after.size} questions`);
  return [...before].flatMap(([question, seen]) => {
    const then = after.get(question);
    if (!then) throw new Error(`${eye} did not ask ${question} again`);
    const here = { ...frame, question };
    const what = difference(normalised(seen, here), normalised(then, here));
    return what === null ? [] : [{ eye, question, what }];
  });
}

/** The first difference, with a little of what stands around it. */
function difference(one: Plain, other: Plain): string | null {
  if (one.status !== other.status) return `status ${one.status} became ${other.status}`;
  if (one.headers !== other.headers) return `headers\n${changedLines(one.headers, other.headers)}`;
  if (one.body === other.body) return null;
  let at = 0;
  while (one.body[at] === other.body[at]) at++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 60), at + 100));
  return `body of ${one.body.length} and ${other.body.length} characters, at ${at}\n  ${around(one.body)}\n  ${around(other.body)}`;
}

function changedLines(one: string, other: string): string {
  const [left, right] = [one.split("\n"), other.split("\n")];
  const gone = left.filter((line) => !right.includes(line)).map((line) => `  - ${line}`);
  const come = right.filter((line) => !left.includes(line)).map((line) => `  + ${line}`);
  return [...gone, ...come].join("\n");
}
