import { execFile } from "node:child_process";
import { dataDir } from "./accounts";

/** A lot that takes bids, as `ordeal lot` prints it. */
export type OpenLot = {
  readonly lotId: string;
  readonly tenderId: string;
  readonly code: string;
  readonly lotCode: string;
  readonly name: string;
  readonly deadline: string;
  /** Bids that were made with it, and the 24 words that each bidder would have printed. */
  readonly bids: readonly { readonly login: string; readonly bidId: string; readonly words: string }[];
};

type Wishes = {
  readonly envelopes?: 1 | 2;
  /** Numbers of the bidders who have bid already. */
  readonly bids?: readonly number[];
  /** Numbers of the bidders who have the documents and nothing more. */
  readonly obtain?: readonly number[];
  /** Seconds that a legal day lasts: the deadline is forty of them ahead. */
  readonly day?: number;
  /** The documents let the plaintext be submitted again in the remedial window. */
  readonly resubmit?: boolean;
};

type Ran = { readonly code: number; readonly out: string };

/** One of our programs, as somebody runs it in a terminal; the build that is there is used. */
export function program(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  // The platform's own settings: a program beside it speaks to the same trustees and the same timestamp authority.
  const settings = JSON.parse(process.env.E2E_SETTINGS ?? "{}") as Record<string, string>;
  const given = { ...process.env, ...settings, BUILD: "keep", INIT_CWD: process.cwd(), ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [`scripts/${script}.mjs`, ...args], { env: given }, (error, out, err) => {
      const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
      resolve({ code, out: code === 0 ? out : `${out}${err}` });
    });
  });
}

/** One tender more, by the demonstration's people: what is tried here begins with a lot that takes bids. */
export async function openLot(name: string, suite: 1 | 2, wishes: Wishes = {}): Promise<OpenLot> {
  const { envelopes = 1, bids = [], obtain = [], day = 600, resubmit = false } = wishes;
  const what = ["--suite", String(suite), "--envelopes", String(envelopes), "--bids", bids.join()];
  if (obtain.length > 0) what.push("--obtain", obtain.join());
  if (resubmit) what.push("--resubmit");
  return JSON.parse(await ordeal(["lot", "--name", name, ...what, ...["--day", String(day)], ...WINDOWS])) as OpenLot;
}

const WINDOWS = ["--window", "600", "--remedy", "600"];

/** Leads such a lot one stage on, by the demonstration's people; see `ordeal lead`. @returns what it printed */
export const lead = ({ lotId }: OpenLot, ...act: readonly string[]): Promise<string> => ordeal(["lead", lotId, ...act]);

async function ordeal(args: readonly string[]): Promise<string> {
  const { code, out } = await program("ordeal", args, { DATA_DIR: dataDir() });
  if (code !== 0) throw new Error(out);
  return out.trim().split("\n").at(-1) ?? "";
}
