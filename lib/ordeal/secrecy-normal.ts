import { Buffer } from "node:buffer";
import type { Seen } from "./secrecy-look";

/** What is the same in two answers though their bytes differ, and why that says nothing about bids. */
type Normal = { readonly why: string; readonly of: (text: string, here: Here) => string };
/** Milliseconds since 1970, both ends included. */
export type Span = { readonly from: number; readonly to: number };
export type Here = {
  /** When the ordeal looked: by the platform's clock, and by the real one, which a sandbox's is ahead of. */
  readonly spans: readonly Span[];
  /** Ids that stand for another's bid in one look and for nothing in the other: who asks has brought them. */
  readonly brought: readonly string[];
  readonly question: string;
};

/** Whether an instant lies in the ordeal's own time; what is no instant does not. */
const within = (at: number, { spans }: Here): boolean => spans.some(({ from, to }) => at >= from && at <= to);

/** Every way in which an answer writes an instant. */
const INSTANTS: readonly (readonly [name: string, pattern: RegExp, ms: (text: string) => number])[] = [
  ["UTC", /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z/g, (text) => Date.parse(text)],
  ["Beijing's time", /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/g, (text) => Date.parse(text)],
  [
    "Beijing's time as pages write it",
    /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g,
    (text) => Date.parse(`${text.replace(" ", "T")}+08:00`),
  ],
  ["mail's way", /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, (text) => Date.parse(text)],
  ["milliseconds since 1970", /\b1[789]\d{11}\b/g, (text) => Number(text)],
];

/**
 * Each of these would hide a leak of its own kind, so there are few, and each says what it takes away. Deadlines and dates
 * of the tender stay: only instants inside the ordeal's own time are taken for the clock.
 */
export const NORMALS: readonly Normal[] = [
  {
    why: "React numbers the rows of its stream, and cuts it, as parts of the page finish; the rows are compared as a list",
    of: (text) => (text.includes("self.__next_f") || ROWS.test(text) ? withoutOrder(text) : text),
  },
  {
    why: "the nonce of the content security policy is random for each answer",
    of: (text) => {
      const nonce = /nonce="([A-Za-z0-9+/=]{20,})"/.exec(text)?.[1] ?? /'nonce-([^']+)'/.exec(text)?.[1];
      return nonce ? text.replaceAll(nonce, "‹nonce›") : text;
    },
  },
  ...INSTANTS.map(([name, pattern, ms]) => ({
    why: `the platform's clock goes on; in ${name}`,
    of: (text: string, here: Here) => text.replace(pattern, (at) => (within(ms(at), here) ? "‹now›" : at)),
  })),
  {
    why: "what stands in a `time` element is the instant of its attribute once more, in words",
    of: (text) =>
      text
        .replace(/(<time[^>]* dateTime="‹now›"[^>]*>)[^<]*/g, "$1‹now›")
        .replace(/("dateTime":"‹now›"[^}]*"children":)("[^"]*"|\[[^\]]*\])/g, "$1‹now›"),
  },
  {
    why: "a countdown is the deadline, which is compared, less the clock",
    of: (text) =>
      text
        .replace(/(<span class="[^"]*" data-near="[a-z]+" role="timer"[^>]*>)[^<]*/g, "$1‹left›")
        .replace(/(还有|逾期) (\d+ (天|小时|分|秒) ?)+/g, "$1 ‹left›"),
  },
  {
    why: "a session lives for twelve hours from the answer",
    of: (text, here) =>
      text.replace(/((?:session-token=…;.* Expires=|"expires":"))([^;"]+)/g, (all, start: string, at: string) =>
        within(Date.parse(at) - SESSION_MS, here) ? `${start}‹then›` : all,
      ),
  },
  {
    why: "the log grows by one entry an interval, whatever is in it; secrecy-traces.ts looks at how",
    of: (text) =>
      text.replace(/共 \d+ 条，无积压/g, "共 ‹size› 条，无积压").replace(/已联署至 \d+/g, "已联署至 ‹size›"),
  },
  {
    why: "how far the clock is from its time sources is measured anew, twice a minute, whoever bids",
    of: (text) => text.replace(/与时间源相差 -?\d+ 毫秒（±\d+）/g, "与时间源相差 ‹offset›"),
  },
  {
    why: "who reads records is recorded: each look adds the same lines once more to the list of readers, the auditors' alone",
    of: (text, { question }) => (question.startsWith("GET /work/audit") ? readersOnce(text) : text),
  },
  {
    why: "ids and digests that the asker has brought come back in the answer",
    of: (text, { brought }) => brought.reduce((rest, id) => rest.replaceAll(id, "‹brought›"), text),
  },
];

const SESSION_MS = 12 * 3_600_000;

const PUSH = /<script[^>]*>self\.__next_f\.push\((\[.*?\])\)<\/script>/gs;

/** The answer of an action is a stream and nothing else. */
const ROWS = /^[0-9a-f]+:["[{A-Z]/;

/** The page, and after it the rows of its stream without numbers, sorted. */
function withoutOrder(html: string): string {
  const pushed = [...html.matchAll(PUSH)].map((match) => (JSON.parse(match[1]!) as [number, string?])[1] ?? "");
  const stream = ROWS.test(html) ? html : pushed.join("");
  const rows = stream
    .replace(/^[0-9a-f]+:/gm, "")
    .replace(/"\$[LFh@]?[0-9a-f]{1,3}(?=[":])/g, '"$row')
    .split("\n");
  const rest = ROWS.test(html) ? "" : html.replace(PUSH, "");
  return `${rest}\n${rows.sort().join("\n")}`;
}

/** Each line of the list once, and without the stream, which says the list a second time. */
function readersOnce(page: string): string {
  const html = page.slice(0, page.lastIndexOf("</html>"));
  const lines = new Set(html.match(/<tr>.*?<\/tr>/gs));
  return `${html.replace(/<tr>.*?<\/tr>/gs, "")}\n${[...lines].sort().join("\n")}`;
}

/** Headers that are the machine's and the protocol's: the date of the answer, and how it was cut into pieces. */
const IGNORED_HEADERS: Readonly<Record<string, string>> = {
  date: "the clock",
  "keep-alive": "of the connection",
  connection: "of the connection",
  "transfer-encoding": "of the connection",
};

export type Plain = { readonly status: number; readonly headers: string; readonly body: string };

/** An answer without what has to differ. */
export function normalised({ status, headers, body }: Seen, here: Here): Plain {
  const straight = (text: string) => NORMALS.reduce((rest, { of }) => of(rest, here), text);
  const kept = Object.entries(headers).filter(([name]) => !(name in IGNORED_HEADERS));
  const lines = kept.map(([name, value]) => `${name}: ${straight(value)}`).sort();
  const text = Buffer.from(body).toString("utf8");
  return { status, headers: lines.join("\n"), body: straight(text) };
}
