// npm run check: types, style, directions of imports, words of both languages, cited rules, packages and secrets, schema
// against migrations.
// Every part is run, and each fault is shown, before it says no.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { Problem, progress } from "./say.mjs";
import { prepare } from "./start.mjs";

const root = path.resolve(import.meta.dirname, "..");
const bin = (...parts) => path.join(root, "node_modules", ...parts);

/** The checkers are tests beside what they check; each plants the fault it is for and must find it. */
const CHECKERS = [
  "lib/architecture.test.ts",
  "lib/i18n/words.test.ts",
  "lib/domain/citations.test.ts",
  "lib/supply-chain.test.ts",
  "lib/store/schema.db.test.ts",
];

const PARTS = [
  ["类型 types", bin("typescript", "bin", "tsc"), ["--noEmit", "-p", "."]],
  ["代码风格 style", bin("@biomejs", "biome", "bin", "biome"), ["check", "--error-on-warnings", "."]],
  [
    "架构、文字、规则、数据库 architecture, words, rules, schema",
    bin("vitest", "vitest.mjs"),
    ["run", "--reporter=dot", ...CHECKERS],
  ],
];

async function part(says, [label, file, args]) {
  let output = "";
  try {
    await says.step(label, () => {
      const done = spawnSync(process.execPath, [file, ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, FORCE_COLOR: "0" },
      });
      output = `${done.stdout}${done.stderr}`;
      if (done.status !== 0) throw new Problem(label);
    });
    return true;
  } catch (error) {
    console.error(error instanceof Problem ? output : error);
    return false;
  }
}

const says = progress();
await prepare(says);
const { generate } = await import("./generate.mjs");
generate();
let good = true;
for (const each of PARTS) good = (await part(says, each)) && good;
if (!good) process.exit(1);
