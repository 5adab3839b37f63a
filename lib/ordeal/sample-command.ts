import { mkdirSync, rmSync } from "node:fs";
import { disconnect } from "@/lib/store/db";
import { DAYS } from "./faults-command";
import { hasObjectServer, playDay, stormyPlatform } from "./faults-stage";
import { killsOn } from "./kills";
import { unlessLeaving } from "./leaving";
import { readOptions } from "./options";
import { nextStrikes } from "./plan";
import { ownPlatform } from "./platform";
import { TARGETS } from "./point";
import { coverageOf, type LifeResult, lifeLines, isGood, totalsOf } from "./result";
import { rushOn } from "./rush";
import { rushIsGood, rushLines } from "./rush-result";
import { setScene } from "./stage";
import { tamperOn, UNTOUCHED } from "./tamper";
import { TAMPERINGS } from "./tamperings";
import { actionsOf } from "./visitor";
import { whereToStand } from "./where";

const RUSH = { count: 10, seconds: 2, late: 2, companies: 6, rounds: [1] } as const;
const FAULTS = ["objects-down", "two-sessions"] as const;
/** A row, a line of the log, an entry of the audit log. */
const TAMPERED = [
  "a bid deleted everywhere, and the closing list signed anew",
  "a line of the log deleted: the closing's",
  "an entry of the audit log edited",
] as const;

/**
 * `ordeal sample`: a little of every ordeal on one platform, for the tests; full counts are run by hand (settled 24). Each
 * kind of process is killed once, a small rush, two bad days, three tamperings. Says what was wrong, line by line.
 */
export async function sampleCommand(args: readonly string[], root: string): Promise<number> {
  const asked = readOptions(args, { seed: 1 });
  if (!asked || asked.names.length > 0) {
    console.error("usage: ordeal sample [--seed N] [--state FILE] [--keep]");
    return 2;
  }
  const { seed } = asked.numbers;
  const { dataDir } = whereToStand("sample", seed, asked.state);
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const wrong: string[] = [];
  const must = (what: string, so: boolean) => {
    console.log(`${so ? "ok " : "NOT"}  ${what}`);
    if (!so) wrong.push(what);
  };
  await unlessLeaving(async () => {
    const tell = (line: string) => console.log(`      ${line}`);
    const stormy = hasObjectServer() ? await stormyPlatform(root, dataDir, tell) : null;
    const platform = stormy?.platform ?? (await ownPlatform(root, dataDir, tell));
    const stop = stormy?.stop ?? (() => platform.stop());
    try {
      const scene = await setScene(platform, dataDir, () => undefined);
      const lives: LifeResult[] = [];
      await killsOn(platform, scene, {
        ...{ root, dataDir },
        next: () => nextStrikes(seed, TARGETS.length, TARGETS.length, lives),
        done: (life) => void lives.push(life),
      });
      console.log([...lives.map(lifeLines), coverageOf(lives)].join("\n"));
      must("kills: each kind of process, nothing lost or doubled", isGood(totalsOf(lives), TARGETS.length));
      // Nobody compared nothing with nothing.
      must("kills: something was acknowledged", totalsOf(lives).acknowledged > 30);
      await rushOn(platform, scene, {
        ...{ root, dataDir, seed, ...RUSH, tell: () => undefined },
        done: (result) => {
          console.log(rushLines(result));
          must("rush: every answer right by its own instant", rushIsGood(result));
        },
      });
      if (!stormy) console.log("no S3 server (S3_ENDPOINT, or radosgw as root): bad days count as not done");
      for (const [at, name] of stormy ? FAULTS.entries() : []) {
        const { roads, clock } = stormy!;
        const stage = { platform, scene, roads, clock, dataDir, actions: actionsOf(platform.pages) };
        const { seen, lost, doubled } = await playDay(name, 8_000 + at, stage, DAYS[name]!);
        for (const { what, ok } of seen) must(`${name}: ${what}`, ok);
        must(
          `${name}: nothing lost or doubled ${[...lost, ...doubled].join("; ")}`,
          lost.length + doubled.length === 0,
        );
      }
      const names = [UNTOUCHED, ...TAMPERED];
      if (TAMPERED.some((name) => !TAMPERINGS.some((one) => one.name === name))) throw new Error("no such tampering");
      const done = (one: { name: string; found: boolean; named: readonly string[] }) =>
        must(`tamper: ${one.name} (${one.named.join(", ")})`, one.found);
      await tamperOn(platform, scene, { root, dataDir, seed, names, done });
    } finally {
      await disconnect();
      await stop();
    }
  });
  console.log(`${wrong.length} not as they must be`);
  if (wrong.length === 0 && !asked.keep) rmSync(dataDir, { recursive: true, force: true });
  return wrong.length === 0 && !process.exitCode ? 0 : 1;
}
