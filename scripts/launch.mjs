// Runs one of our programs (lib/programs/<name>.ts) from dist/, bundled anew when the sources changed.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "./say.mjs";
import { prepare } from "./start.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Runs the program with these arguments, where the user stands, and ends with its exit code. */
export async function launch(name, args) {
  try {
    // Nothing of ours may come between a program and its output: preparations speak on standard error.
    await prepare({ line: console.error, step: (label, work) => [console.error(label), work()][1] });
    await bundled(name);
  } catch (error) {
    console.error(error instanceof Problem ? error.message : error);
    process.exit(2);
  }
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const file = path.join(root, "dist", `${name}.js`);
  const env = await surroundings();
  const child = spawn(process.execPath, ["--enable-source-maps", file, ...args], { cwd, env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** Where no database is named, the one of `npm start` on this machine is meant. */
async function surroundings() {
  if (process.env.DATABASE_URL) return process.env;
  const { embeddedUrl } = await import("./pg.mjs");
  const url = embeddedUrl(path.resolve(process.env.DATA_DIR || path.join(root, ".data")));
  return url ? { ...process.env, DATABASE_URL: url } : process.env;
}

async function bundled(name) {
  const { digestOf, isStamped, stamp } = await import("./sources.mjs");
  const { generate } = await import("./generate.mjs");
  const { buildPrograms } = await import("./build.mjs");
  const mark = path.join(root, "dist", ".programs");
  const digest = digestOf(["lib", "prisma/schema", "prisma/seed", "scripts/build.mjs"], (file) =>
    /\.test\.tsx?$/.test(file),
  );
  const file = path.join(root, "dist", `${name}.js`);
  if (isStamped(mark, digest) && fs.existsSync(file)) return;
  generate();
  const built = await buildPrograms();
  if (!built.includes(name)) throw new Problem(`${name}: lib/programs/${name}.ts 不存在。There is no program ${name}.`);
  stamp(mark, digest);
}
