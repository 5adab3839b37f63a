import { parseArgs } from "node:util";
import { platformNow } from "@/lib/store/clock";
import { disconnect } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { workerDeps } from "@/lib/worker/deps";
import { hostOf, useContract } from "@/prisma/seed/acts/host";
import { calendarOf } from "@/prisma/seed/calendar";
import { ROADS } from "@/prisma/seed/cast";
import { keyRing } from "@/prisma/seed/keys";
import type { Play } from "@/prisma/seed/player";
import { troupe } from "@/prisma/seed/troupe";
import type { Stage } from "@/prisma/seed/world";
import { db } from "@/lib/store/db";
import { publishTwin } from "./secrecy-stage";

/**
 * `ordeal lot [--suite 1|2] [--day SECONDS] [--window SECONDS] [--remedy SECONDS]`: one training tender more on the
 * platform that runs (DATABASE_URL, DATA_DIR), by the demonstration's people; prints its ids as JSON. For whoever wants to
 * try something on a lot that takes bids without clicking it together.
 */
export async function lotCommand(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      name: { type: "string", default: String(process.pid) },
      suite: { type: "string", default: "1" },
      day: { type: "string", default: "60" },
      window: { type: "string", default: "1800" },
      remedy: { type: "string", default: "1800" },
    },
  });
  const { DATA_DIR: dataDir, DATABASE_URL } = process.env;
  if (!dataDir || !DATABASE_URL || !["1", "2"].includes(values.suite)) {
    console.error("usage: DATA_DIR=… DATABASE_URL=… ordeal lot [--suite 1|2] [--day S] [--window S] [--remedy S]");
    return 2;
  }
  const deps = await workerDeps(process.env);
  const stage: Stage = { deps, dataDir, tell: () => undefined, keys: await keyRing(dataDir) };
  const play: Play = { stage, troupe: troupe(stage), calendar: calendarOf(await platformNow()) };
  const host = await hostOf(ROADS, true, play);
  if (!(await db().useContract.count({ where: { partyId: host.tenderee.actor.partyId! } })))
    await useContract(host.tenderee, play);
  const wishes = {
    daySeconds: Number(values.day),
    suite: values.suite === "2" ? (2 as const) : (1 as const),
    windowSeconds: Number(values.window),
    remedySeconds: Number(values.remedy),
  };
  const twin = await publishTwin(host, values.name, wishes, play);
  const { code, name } = await lotById(twin.lotId);
  console.log(JSON.stringify({ ...twin, lotCode: code, name }));
  await disconnect();
  return 0;
}
