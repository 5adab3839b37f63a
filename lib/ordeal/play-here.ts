import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { workerDeps } from "@/lib/worker/deps";
import { type Host, hostOf, useContract } from "@/prisma/seed/acts/host";
import { calendarOf } from "@/prisma/seed/calendar";
import { ROADS } from "@/prisma/seed/cast";
import { keyRing } from "@/prisma/seed/keys";
import type { Play } from "@/prisma/seed/player";
import { troupe } from "@/prisma/seed/troupe";
import type { Stage } from "@/prisma/seed/world";

/** The demonstration's people at the platform that runs beside (DATABASE_URL, DATA_DIR). */
export async function playHere(dataDir: string): Promise<Play> {
  const deps = await workerDeps(process.env);
  const stage: Stage = { deps, dataDir, tell: () => undefined, keys: await keyRing(dataDir) };
  return { stage, troupe: troupe(stage), calendar: calendarOf(await platformNow()) };
}

/** The roads' tenderee and its agency, whose contract of use is signed. */
export async function hostHere(play: Play): Promise<Host> {
  const host = await hostOf(ROADS, true, play);
  if (!(await db().useContract.count({ where: { partyId: host.tenderee.actor.partyId! } })))
    await useContract(host.tenderee, play);
  return host;
}
