// Builds everything: database client, programs (dist/*.js, for a Node that runs no TypeScript) and pages (.next/standalone).
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildOf, keepBuild, sweepBuilds } from "./builds.mjs";
import { generate } from "./generate.mjs";
import { digestOf, root, stamp } from "./sources.mjs";

const require = createRequire(import.meta.url);
const stampFile = path.join(root, "dist", ".stamp");
const standalone = path.join(root, ".next", "standalone");
const sources = ["app", "components", "lib", "prisma/schema", "prisma/seed", "public", "scripts/build.mjs"].concat([
  "next.config.ts",
  "proxy.ts",
  "tsconfig.json",
  "package-lock.json",
]);
const isTest = (name) => /\.test\.tsx?$/.test(name) || name.startsWith("lib/testing/");

/** Folder of what was built from the sources as they are; null where they have changed since. */
export const currentBuild = () => buildOf(digestOf(sources, isTest));

/** The last build, whatever has changed since; null where there is none. */
export const lastBuild = () => (fs.existsSync(stampFile) ? buildOf(fs.readFileSync(stampFile, "utf8")) : null);

/** Entry points: every file of lib/programs that exports nothing, and the seed. */
export function entryPoints() {
  const folder = path.join(root, "lib", "programs");
  const programs = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .filter((name) => !/^export /m.test(fs.readFileSync(path.join(folder, name), "utf8")))
    .map((name) => ({ in: path.join(folder, name), out: name.slice(0, -".ts".length) }));
  const seed = path.join(root, "prisma", "seed", "main.ts");
  return fs.existsSync(seed) ? [...programs, { in: seed, out: "seed" }] : programs;
}

/**
 * Bundles our own code of each program into one file; packages stay where they are installed.
 * @param options.only names of programs, all unless told @param options.outdir folder to write into
 */
export async function buildPrograms({ only, outdir = path.join(root, "dist") } = {}) {
  const { build } = await import("esbuild");
  const entries = entryPoints().filter(({ out }) => !only || only.includes(out));
  const common = {
    outdir,
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { "@": root },
    sourcemap: true,
    logLevel: "warning",
    plugins: [messageFolders],
    // Some libraries are CommonJS and want `require`.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
  };
  const of = (names) => entries.filter(({ out }) => names.includes(out));
  const [tool, alone] = [of([TOOL]), of(ALONE)];
  const others = entries.filter((entry) => !tool.includes(entry) && !alone.includes(entry));
  if (others.length > 0) await build({ ...common, entryPoints: others, packages: "external" });
  if (alone.length > 0) await build({ ...common, entryPoints: alone });
  if (tool.length > 0) {
    // The offline tool is carried to machines without our packages: they are inside its one file.
    await build({ ...common, plugins: [auditApart], entryPoints: tool });
    const audit = { in: path.join(root, "lib", "programs", TOOL, "audit-report.ts"), out: `${TOOL}-audit` };
    await build({ ...common, entryPoints: [audit], packages: "external" });
  }
  return entries.map(({ out }) => out);
}

const TOOL = "xinbiao";
/** Programs that other organisations run: one file each, packages inside. They start in half the time, too. */
const ALONE = ["tsa", "hub", "payment", "remote", "witness", "trustee"];

/** The one part of the tool that needs a database driver is a file of its own, loaded when asked for. */
const auditApart = {
  name: "audit-apart",
  setup(build) {
    build.onResolve({ filter: /\/audit-report$/ }, () => ({ path: `./${TOOL}-audit.js`, external: true }));
  },
};

/** What the pages' bundler does for `require.context` over the message files, done for programs. */
const messageFolders = {
  name: "message-folders",
  setup(build) {
    build.onLoad({ filter: /lib\/i18n\/messages\.ts$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, "utf8");
      const folder = path.join(path.dirname(file), "messages");
      const names = fs
        .readdirSync(folder, { recursive: true })
        .filter((name) => name.endsWith(".json"))
        .sort();
      const keys = names.map((name) => `./${name.split(path.sep).join("/")}`);
      const imports = keys.map((key, i) => `import words${i} from ${JSON.stringify(`./messages/${key.slice(2)}`)};`);
      const table = keys.map((key, i) => `${JSON.stringify(key)}: words${i}`);
      const context = `Object.assign((key: string) => FOUND[key], { keys: () => Object.keys(FOUND) })`;
      const head = `${imports.join("\n")}\nconst FOUND: Record<string, any> = { ${table.join(", ")} };\n`;
      return { contents: head + text.replace(/require\.context\([^)]*\)/, context), loader: "ts" };
    });
  },
};

/**
 * Builds all, beside whatever runs from an earlier build.
 * @param options.log    file for the output of the page build; none: shown as it comes
 * @param options.signal ends it
 * @param options.begun  told the process that builds the pages
 * @returns the folder of the build
 */
export async function buildAll({ log, signal, begun } = {}) {
  const digest = digestOf(sources, isTest);
  generate();
  const programs = await buildPrograms();
  await buildPages({ log, signal, begun });
  const kept = programs.flatMap((name) => [`${name}.js`, `${name}.js.map`]);
  const folder = keepBuild(digest, { pages: standalone, programs: kept });
  stamp(stampFile, digest);
  sweepBuilds(folder);
  return folder;
}

async function buildPages({ log, signal, begun = () => {} }) {
  const output = log ? fs.openSync(log, "w") : "inherit";
  const child = spawn(process.execPath, [require.resolve("next/dist/bin/next"), "build"], {
    cwd: root,
    // A process group of its own: a build has processes of its own, which must end with it.
    detached: true,
    stdio: ["ignore", output, output],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (child.pid) begun(child.pid);
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {} // it has ended
  };
  signal?.addEventListener("abort", stop, { once: true });
  process.once("exit", stop);
  const code = await new Promise((resolve) => child.once("exit", resolve).once("error", () => resolve(1)));
  signal?.removeEventListener("abort", stop);
  process.removeListener("exit", stop);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`the pages could not be built${log ? `; see ${log}` : ""}`);
  fs.cpSync(path.join(root, ".next", "static"), path.join(standalone, ".next", "static"), { recursive: true });
  const shared = path.join(root, "public");
  if (fs.existsSync(shared)) fs.cpSync(shared, path.join(standalone, "public"), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(path.relative(process.cwd(), await buildAll()));
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
