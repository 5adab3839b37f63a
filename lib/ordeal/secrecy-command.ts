import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { unlessLeaving } from "./leaving";
import { ownPlatform } from "./platform";
import { type Secrecy, secrecy } from "./secrecy";
import { whereToStand } from "./where";

/** Rarer than in other ordeals: each batch is work that falls into somebody's measurement. */
const LOG_INTERVAL_MS = 1_000;

/**
 * `ordeal secrecy [--seed N] [--small] [--untimed] [--state FILE] [--json FILE] [--keep]`: exit 0 only if nobody can tell a tender
 * with five bids from one without (protocol §6.5), and if every leak that was planted was found. With E2E_URL, DATA_DIR
 * and DATABASE_URL it looks at the platform that is running there.
 *
 * @param root where the project lies
 */
export async function secrecyCommand(argv: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: "string", default: "1" },
      small: { type: "boolean", default: false },
      untimed: { type: "boolean", default: false },
      state: { type: "string" },
      json: { type: "string" },
      keep: { type: "boolean", default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0) {
    console.error("usage: ordeal secrecy [--seed N] [--small] [--untimed] [--state FILE] [--json FILE] [--keep]");
    return 2;
  }
  const place = whereToStand("secrecy", seed, values.state);
  const tell = (line: string) => console.log(`      ${line}`);
  return unlessLeaving(async () => {
    const running = runningOne();
    const dataDir = running?.dataDir ?? place.dataDir;
    const own = running ? null : await ownPlatform(root, dataDir, tell, LOG_INTERVAL_MS);
    // Whatever breaks, nothing that was started here goes on by itself.
    const result = await secrecy({
      root,
      platform: running ?? own!,
      dataDir,
      seed,
      small: values.small,
      untimed: values.untimed,
      tell,
    }).finally(() => own?.stop());
    const good = report(result);
    if (values.json) writeFileSync(resolve(place.cwd, values.json), JSON.stringify({ seed, ...result }, null, 1));
    if (own && good && !values.keep) rmSync(dataDir, { recursive: true, force: true });
    else if (own) console.log(`kept for inspection: ${dataDir}`);
    return good ? 0 : 1;
  });
}

function runningOne() {
  const { E2E_URL: origin, DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = process.env;
  return origin && dataDir && databaseUrl ? { origin, dataDir, databaseUrl, env: process.env } : null;
}

function report({ eyes, questions, answers, pairs, leaks, delays, traces, noise, missed }: Secrecy): boolean {
  for (const { eye, question, what } of leaks) console.log(`LEAK ${eye}: ${question}: ${what}`);
  for (const { eye, question, z, shift, samples } of delays)
    console.log(`LEAK ${eye}: ${question}: ${shift.toFixed(2)} ms apart, z ${z.toFixed(1)}, ${samples} each`);
  for (const what of traces) console.log(`LEAK ${what}`);
  for (const { eye, question, what } of noise) console.log(`NOT COMPARABLE ${eye}: ${question}: ${what}`);
  for (const what of missed) console.log(`CONTROL ${what}`);
  console.log(`roles ${eyes.join(", ")}; ${questions} questions, ${answers} answers compared, ${pairs} pairs timed`);
  const found = leaks.length + delays.length + traces.length;
  console.log(`${found} leaks, ${noise.length} not comparable, ${missed.length} controls failed`);
  return found + noise.length + missed.length === 0;
}
