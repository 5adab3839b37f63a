// Makes the database client from prisma/schema. Prisma's CLI wants to download a schema engine before every command;
// pointing it at any existing executable stops that, and `generate` never runs it.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { digestOf, isStamped, root, stamp } from "./sources.mjs";

const stampFile = path.join(root, "prisma", "generated", ".stamp");
const sources = ["prisma/schema", "prisma.config.ts", "node_modules/prisma/package.json"];

/** Generates the client; does nothing when it is there already and not `always`. */
export function generate({ always = false } = {}) {
  const digest = digestOf(sources);
  if (!always && isStamped(stampFile, digest)) return false;
  const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const quiet = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
  };
  const options = { encoding: "utf8", cwd: root, env: { ...process.env, ...quiet } };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "generate"], options);
  if (status !== 0) throw new Error(`prisma generate failed\n${stdout}\n${stderr}`);
  stamp(stampFile, digest);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate({ always: true });
