import { readFileSync } from "node:fs";
import { join } from "node:path";
import { machineMs } from "@/lib/kernel/clock";
import { readFlight } from "./flight";
import type { Fuse } from "./fuse";
import type { Act } from "./point";

/** Ids of the server actions by folder of `app` and name: two folders may each have an action of one name. */
export type Actions = (name: string) => string;

/** Longer than any restart. */
const PATIENCE_MS = 120_000;

/** @param pages folder of the pages that run */
export function actionsOf(pages: string): Actions {
  const file = join(pages, ".next", "server", "server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { filename?: string; exportedName?: string }>;
  };
  const ids = new Map(
    Object.entries(node).map(([id, { filename, exportedName }]) => [`${filename} ${exportedName}`, id]),
  );
  return (name) => {
    const [folder, action] = name.split(" ");
    const id = ids.get(`app/${folder}/actions.ts ${action}`);
    if (!id) throw new Error(`the pages have no action ${name}`);
    return id;
  };
}

export type Answer = {
  readonly status: number;
  readonly body: Uint8Array;
  readonly type: string;
  readonly retryAfter: string | null;
};
export type Sent = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: BodyInit };

/** A refusal of the platform: final, unlike a line that broke. */
export type Refused = Error & { readonly refused: string };

/** One person's browser: a jar of cookies and the patience to ask again. */
export type Visitor = {
  /** Asks until there is an answer that is no breakdown (5xx) of the platform. */
  ask(act: Act | "look", path: string, sent?: Sent): Promise<Answer>;
  /** Asks once; null where the line broke. */
  once(path: string, sent?: Sent): Promise<Answer | null>;
  json<T>(act: Act | "look", path: string, sent?: Sent): Promise<T>;
  /** What this browser sends along with every request. */
  cookie(): string;
  /** Calls a server action of a page with these arguments; `form` becomes the form a person sends. */
  call<T>(
    act: Act | "look",
    page: string,
    name: string,
    input: Record<string, string | null>,
    form?: "form",
  ): Promise<T>;
};

export function visitor(origin: string, actions: Actions, fuse: Fuse): Visitor {
  const jar = new Map<string, string>();

  const cookieLine = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  async function once(path: string, sent: Sent = {}): Promise<Answer | null> {
    const cookie = cookieLine();
    try {
      const response = await fetch(`${origin}${path}`, {
        ...sent,
        redirect: "manual",
        headers: { origin, ...(cookie ? { cookie } : {}), ...sent.headers },
        signal: AbortSignal.timeout(60_000),
      });
      const body = new Uint8Array(await response.arrayBuffer());
      for (const line of response.headers.getSetCookie()) keep(jar, line);
      const { status, headers } = response;
      return { status, body, type: headers.get("content-type") ?? "", retryAfter: headers.get("retry-after") };
    } catch {
      return null;
    }
  }
  const ask: Visitor["ask"] = async (act, path, sent = {}) => {
    for (const end = machineMs() + PATIENCE_MS; ; ) {
      const answer = await fuse.around(act, () => once(path, sent));
      if (answer && answer.status < 500) return answer;
      if (machineMs() > end)
        throw new Error(`${act}: no answer from ${path}, last ${answer?.status ?? "a broken line"}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const json = async <T>(act: Act | "look", path: string, sent: Sent = {}): Promise<T> => {
    const answer = await ask(act, path, sent);
    const text = Buffer.from(answer.body).toString();
    if (answer.status >= 400) throw refused(text.slice(0, 300) || String(answer.status));
    return JSON.parse(text) as T;
  };
  return {
    ask,
    once,
    json,
    cookie: cookieLine,
    call: async <T>(
      act: Act | "look",
      page: string,
      name: string,
      input: Record<string, string | null>,
      form?: "form",
    ) => {
      const body = form ? formOf(input) : JSON.stringify([input]);
      const headers: Record<string, string> = { "next-action": actions(name), accept: "text/x-component" };
      if (!form) headers["content-type"] = "text/plain;charset=UTF-8";
      for (const end = machineMs() + PATIENCE_MS; ; ) {
        const answer = await ask(act, page, { method: "POST", headers, body });
        if (answer.status !== 200) throw refused(`${name}: ${answer.status}`);
        const state = readFlight(answer.body) as { ok: true; value: T } | { ok: false; code: string; message: string };
        if (state.ok) return state.value;
        // The database is being started again: the page says that it is our fault and to try once more.
        if (state.code !== "DEFECT" || machineMs() > end) throw refused(`${name}: ${state.code} ${state.message}`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    },
  };
}

const refused = (why: string): Refused => Object.assign(new Error(why), { refused: why });

/** `[previous state, form]` as a page sends it: the second argument is a reference to the fields that follow. */
export function formOf(input: Record<string, string | null>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) form.append(`_1_${name}`, value ?? "");
  form.append("0", JSON.stringify([null, "$K1"]));
  return form;
}

function keep(jar: Map<string, string>, line: string): void {
  const pair = line.split(";", 1)[0] ?? "";
  const at = pair.indexOf("=");
  if (at > 0) jar.set(pair.slice(0, at), pair.slice(at + 1));
}
