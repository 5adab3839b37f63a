import type { Hand } from "@/prisma/seed/world";
import { NO_FUSE } from "./fuse";
import { filled, type Route, type Words } from "./secrecy-routes";
import { signIn } from "./sign-in";
import { type Actions, visitor } from "./visitor";

/** Everything one answer says to whoever asked. */
export type Seen = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};
export type Question = {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each request: a form can be sent once. */
  readonly body?: () => BodyInit;
};
export type Ask = (question: Question) => Promise<Seen>;

/** Somebody who looks: a role, and how this person asks. */
export type Eye = { readonly name: string; readonly ask: Ask };

/** A stream never ends by itself: so long is it listened to. */
const LISTEN_MS = 1_500;

/** Somebody with a session, signed in as the sign-in page does it; without a hand, a stranger. */
export async function eyeOf(name: string, hand: Hand | null, origin: string, actions: Actions): Promise<Eye> {
  const browser = visitor(origin, actions, NO_FUSE);
  if (hand) await signIn(hand, browser);
  const cookie = browser.cookie();
  return { name, ask: (question) => askOnce(origin, cookie, question) };
}

async function askOnce(origin: string, cookie: string, question: Question): Promise<Seen> {
  const { method, path, body = method === "GET" ? undefined : () => "{}" } = question;
  const told = new AbortController();
  const head: Record<string, string> = { origin, ...(cookie ? { cookie } : {}), ...question.headers };
  if (method !== "GET" && !question.body) head["content-type"] = "application/json";
  const answer = await fetch(`${origin}${path}`, {
    method,
    redirect: "manual",
    headers: head,
    ...(body ? { body: body() } : {}),
    signal: told.signal,
  });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== "set-cookie"));
  // Values of cookies are random; that one is set, and how, is not.
  const cookies = answer.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "=…"));
  if (cookies.length > 0) headers["set-cookie"] = cookies.sort().join("\n");
  if (!/event-stream/.test(headers["content-type"] ?? ""))
    return { status: answer.status, headers, body: new Uint8Array(await answer.arrayBuffer()) };
  return { status: answer.status, headers, body: await listened(answer, told) };
}

async function listened(answer: Response, told: AbortController): Promise<Uint8Array> {
  setTimeout(() => told.abort(), LISTEN_MS);
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of answer.body!) pieces.push(piece);
  } catch {
    // Cut off by ourselves.
  }
  return Buffer.concat(pieces);
}

/**
 * All questions about a tender: every route with every method it takes, and the questions somebody would ask who suspects
 * something (`probes`: addresses with holes, by route).
 */
export function questionsOf(
  routes: readonly Route[],
  words: Words,
  probes: Readonly<Record<string, readonly string[]>>,
) {
  const known = new Set(routes.map(({ path }) => path));
  for (const path of Object.keys(probes)) if (!known.has(path)) throw new Error(`there is no route ${path} to probe`);
  return routes.flatMap((route): Question[] => {
    const path = filled(route, words);
    const plain = route.methods.map((method) => ({ key: `${method} ${route.path}`, method, path }));
    const asked = (probes[route.path] ?? []).map((query) => ({
      key: `GET ${route.path}?${query}`,
      method: "GET",
      path: `${path}?${filled({ path: query, methods: [] }, words)}`,
    }));
    return [...plain, ...asked];
  });
}

/** Asks everything once, a few at a time. */
export async function lookAround(eye: Eye, questions: readonly Question[], atOnce = 3): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  const waiting = [...questions];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) seen.set(next.key, await eye.ask(next));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return seen;
}
