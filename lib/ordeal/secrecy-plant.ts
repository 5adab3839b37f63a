import type { Eye, Question, Seen } from "./secrecy-look";

/** A leak planted between platform and reader: what the comparison has to find, or it finds nothing. */
export type Plant = { readonly name: string; readonly in: RegExp; spoil(seen: Seen): Seen };

const text = (seen: Seen, change: (body: string) => string): Seen => ({
  ...seen,
  body: new TextEncoder().encode(change(new TextDecoder().decode(seen.body))),
});

/** One of each kind that §6.5 names, as small as it comes. */
export const PLANTS: readonly Plant[] = [
  {
    name: "one more octet in a page",
    in: /^GET \/tenders\/\[code\]$/,
    spoil: (seen) => text(seen, (body) => `${body} `),
  },
  {
    name: "a count in the stream of a page alone",
    in: /^GET \/openings$/,
    spoil: (seen) => text(seen, (body) => body.replace(/\\"className\\":\\"/, "$&5 ")),
  },
  {
    name: "a member of an API's answer",
    in: /^GET \/api\/v1\/notices$/,
    spoil: (seen) => text(seen, (body) => body.replace("{", '{"n":5,')),
  },
  {
    name: "a header",
    in: /^GET \/api\/health$/,
    spoil: (seen) => ({ ...seen, headers: { ...seen.headers, "x-queue": "5" } }),
  },
  {
    name: "403 in place of 404",
    in: /^GET \/api\/v1\/bids\/\[bidId\]\/receipt$/,
    spoil: (seen) => ({ ...seen, status: seen.status + 1 }),
  },
  {
    name: "another word in a refusal",
    in: /^POST \/api\/v1\/bids\/\[bidId\]\/withdrawals$/,
    spoil: (seen) => text(seen, (body) => body.replace(/"message":"./, '"message":"又')),
  },
  {
    name: "an event of the hall",
    in: /^GET \/api\/events\//,
    spoil: (seen) => text(seen, (body) => `${body}id: 1\ndata: 1\n\n`),
  },
  {
    name: "a line of an export",
    in: /^GET \/notices\/feed\/csv$/,
    spoil: (seen) => text(seen, (body) => `${body}5\r\n`),
  },
  {
    name: "a deadline's second",
    in: /^GET \/notices\/\[id\]$/,
    spoil: (seen) => text(seen, (body) => body.replace(/(dateTime="\d{4}-\d\d-\d\dT\d\d:\d\d:)\d\d/g, "$199")),
  },
];

/** The eye behind a platform that leaks. */
export const behind = (eye: Eye, plants: readonly Plant[]): Eye => ({
  name: eye.name,
  ask: async (question: Question) => {
    const seen = await eye.ask(question);
    return plants.filter((plant) => plant.in.test(question.key)).reduce((rest, plant) => plant.spoil(rest), seen);
  },
});

/** The eye behind a platform that takes a little longer where there are bids. */
export const behindDelay = (eye: Eye, slow: ReadonlySet<string>, ms: number): Eye => ({
  name: eye.name,
  ask: async (question: Question) => {
    const seen = await eye.ask(question);
    if (slow.has(question.path)) await busy(ms);
    return seen;
  },
});

/** As exact as a query more would be: a timer of the event loop comes a millisecond late. */
async function busy(ms: number): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; ) await new Promise((go) => setImmediate(go));
}
