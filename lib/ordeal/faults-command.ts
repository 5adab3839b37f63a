import { rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { disconnect } from "@/lib/store/db";
import { CLOCK_DAYS } from "./faults-clock";
import { OBJECT_DAYS } from "./faults-objects";
import { RACE_DAYS } from "./faults-races";
import { DOOR_DAYS, SERVICE_DAYS } from "./faults-services";
import { type Day, type DayResult, playDay, stormyPlatform } from "./faults-stage";
import { unlessLeaving } from "./leaving";
import { readOptions } from "./options";
import { keepState, readState } from "./result";
import { setScene } from "./stage";
import { actionsOf } from "./visitor";
import { whereToStand } from "./where";

export const DAYS: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  ...OBJECT_DAYS,
  ...SERVICE_DAYS,
  ...DOOR_DAYS,
  ...RACE_DAYS,
  ...CLOCK_DAYS,
};

const USAGE = `usage: ordeal faults [NAME …] [--count N] [--seed N] [--state FILE] [--json FILE] [--keep]
names: ${Object.keys(DAYS).join(", ")}; none: all`;

type Played = DayResult & { readonly round: number };

/**
 * `ordeal faults [NAME …]`: what stands around the platform has a bad day, `--count` times each. Acknowledged things must
 * hold, refusals must be clear, and everything must come back by itself. With the same state file it goes on.
 */
export async function faultsCommand(args: readonly string[], root: string): Promise<number> {
  const asked = readOptions(args, { count: 1, seed: 1 });
  const names = asked?.names.length ? asked.names : Object.keys(DAYS);
  if (!asked || asked.numbers.count < 1 || names.some((name) => !Object.hasOwn(DAYS, name))) {
    console.error(USAGE);
    return 2;
  }
  const { count, seed } = asked.numbers;
  const place = whereToStand("faults", seed, asked.state);
  const state = readState<Played>(place.state, { seed, dataDir: place.dataDir, results: [] });
  const results: Played[] = [...state.results];
  for (const result of results) console.log(dayLines(result));
  const left = Array.from({ length: count }, (_, at) => at + 1)
    .flatMap((round) => names.map((name) => ({ round, name })))
    .filter(({ round, name }) => !results.some((one) => one.round === round && one.name === name));
  const tell = (line: string) => console.log(`      ${line}`);
  const play = async () => {
    const { platform, roads, clock, stop } = await stormyPlatform(root, state.dataDir, tell);
    try {
      const scene = await setScene(platform, state.dataDir, tell);
      const stage = {
        ...{ platform, scene, roads, clock, dataDir: state.dataDir },
        actions: actionsOf(platform.pages),
      };
      for (const { round, name } of left) {
        const result = await playDay(name, seed * 1000 + results.length, stage, DAYS[name]!);
        results.push({ ...result, round });
        console.log(dayLines(result));
        keepState(place.state, { ...state, results });
      }
    } finally {
      await disconnect();
      await stop();
    }
  };
  if (left.length > 0) await unlessLeaving(play);
  const sum = (of: (result: DayResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const [lost, doubled] = [sum((one) => one.lost.length), sum((one) => one.doubled.length)];
  const broken = sum(({ seen }) => seen.filter(({ ok }) => !ok).length);
  console.log(
    `${results.length} bad days\nacknowledged ${sum((one) => one.acknowledged)}\nlost ${lost}\ndoubled ${doubled}\nnot as it must be ${broken}`,
  );
  if (asked.json)
    writeFileSync(resolve(place.cwd, asked.json), JSON.stringify({ seed, lost, doubled, broken, results }, null, 1));
  const good = results.length > 0 && lost + doubled + broken === 0;
  if (good && !asked.keep) {
    rmSync(state.dataDir, { recursive: true, force: true });
    rmSync(place.state, { force: true });
  } else if (!good) console.log(`kept for inspection: ${state.dataDir}`);
  return good && !process.exitCode ? 0 : 1;
}

function dayLines({ name, seen, acknowledged, lost, doubled, seconds }: DayResult): string {
  const counts = `acknowledged ${acknowledged}, lost ${lost.length}, doubled ${doubled.length}`;
  return [
    `${name}: ${counts}  (${seconds.toFixed(1)} s)`,
    ...seen.map(({ what, ok }) => `  ${ok ? "ok " : "NOT"}  ${what}`),
    ...[...lost, ...doubled].map((one) => `      ${one}`),
  ].join("\n");
}
