import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { disconnect } from "@/lib/store/db";
import type { Deps } from "@/lib/usecases/deps";
import { foundTrustList } from "@/lib/usecases/trust/found-trust-list";
import { workerDeps } from "@/lib/worker/deps";
import { handOf, joinParty, setUpAndBind } from "@/prisma/seed/accounts";
import { OPERATOR, PARTIES } from "@/prisma/seed/cast";
import { keyRing } from "@/prisma/seed/keys";
import type { Hand, Stage } from "@/prisma/seed/world";
import { closing } from "./leaving";

/** A database without a platform around it, and one bound certificate of each demonstration authority. */
export type PeopleAlone = { readonly deps: Deps; readonly hands: ReadonlyMap<string, Hand>; stop(): Promise<void> };

type Server = { url(database: string): string; stop(): Promise<void> };
type Scripts = {
  startPg(options: { readonly dir: string }): Promise<Server>;
  migrate(url: string): Promise<unknown>;
};

const AUTHORITIES = ["demo-a", "demo-b", "demo-c"] as const;

/**
 * Starts an embedded PostgreSQL as `npm start` does, in `dataDir`, and has an organisation of each authority registered,
 * verified and bound by the use cases. Nothing else runs beside it.
 * @param root where the project lies: the starter is a script beside the bundles
 */
export async function peopleAlone(root: string, dataDir: string): Promise<PeopleAlone> {
  const script = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(root, "scripts", name)).href);
  const [{ startPg }, { migrate }] = (await Promise.all(["pg.mjs", "migrate.mjs"].map(script))) as [Scripts, Scripts];
  const server = await startPg({ dir: join(dataDir, "pg") });
  const stop = closing(async () => {
    await disconnect();
    await server.stop();
  });
  const admin = new pg.Client(server.url("postgres"));
  await admin.connect();
  await admin.query("create database xinbiao");
  await admin.end();
  process.env.DATABASE_URL = server.url("xinbiao");
  await migrate(process.env.DATABASE_URL);
  const deps = await workerDeps({ ...process.env, DATA_DIR: dataDir });
  await foundTrustList(deps);
  const stage: Stage = { deps, dataDir, tell: () => undefined, keys: await keyRing(dataDir) };
  await setUpAndBind(OPERATOR, stage);
  const operator = await handOf(OPERATOR, 0, stage);
  const hands = new Map<string, Hand>();
  for (const authority of AUTHORITIES) {
    const party = PARTIES.find((one) => one.authority === authority);
    if (!party) throw new Error(`nobody in the cast has a certificate of ${authority}`);
    await joinParty({ ...party, people: party.people.slice(0, 1) }, operator, stage);
    hands.set(authority, await handOf(party, 0, stage));
  }
  return { deps, hands, stop };
}
