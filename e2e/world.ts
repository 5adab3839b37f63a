import fs from "node:fs";
import path from "node:path";
import { dataDir } from "./accounts";

export type LotOfWorld = { readonly id: string; readonly name: string };

/** What one test of a journey leaves to the next; kept in a file, so that a new process goes on where it ended. */
export type World = {
  /** Makes names and codes of this run its own, also on a platform that has seen other runs. */
  readonly run: string;
  newcomer?: { login: string; name: string; uscc: string; person: string; totpSecret: string };
  projectId?: string;
  tender?: { id: string; code: string; name: string };
  main?: LotOfWorld;
  second?: LotOfWorld;
  noticeId?: string;
  amendmentId?: string;
  /** Login of a bidder to the id of its bid for the main lot. */
  bids: Record<string, string>;
  objectionId?: string;
  /** Logins of the five who evaluate, in the order in which they accepted. */
  members?: readonly string[];
};

const file = () => path.join(dataDir(), "journey.json");

export function world(): World {
  if (!fs.existsSync(file())) return { run: freshRun(), bids: {} };
  return JSON.parse(fs.readFileSync(file(), "utf8")) as World;
}

/** Changes the world and keeps it. */
export function keep(change: Partial<World>): World {
  const next = { ...world(), ...change };
  fs.writeFileSync(file(), JSON.stringify(next, null, 1));
  return next;
}

/** A journey from its beginning. */
export function beginWorld(): World {
  fs.rmSync(file(), { force: true });
  return keep({ run: freshRun(), bids: {} });
}

/** Six characters that credit codes allow, from the clock. */
const freshRun = (): string => (Math.floor(Date.now() / 1000) % 1_000_000).toString().padStart(6, "0");

/** A thing that an earlier test of the journey must have left. */
export function need<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`the journey has not come to ${name}`);
  return thing;
}
