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
export async function openLot(name: string, suite: 1 | 2): Promise<OpenLot> {
  const args = ["lot", "--name", name, "--suite", String(suite), "--day", "600", "--window", "600", "--remedy", "600"];
  const { code, out } = await program("ordeal", args, { DATA_DIR: dataDir() });
  if (code !== 0) throw new Error(out);
  return JSON.parse(out.trim().split("\n").at(-1)!) as OpenLot;
}
