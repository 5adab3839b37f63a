import { mkdtempSync, chmodSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BENCHES } from "@/lib/bench/benches";
import type { Measurement } from "@/lib/bench/measure";
import { closing, unlessLeaving } from "@/lib/ordeal/leaving";

/** `bench NAME… [--json FILE]`: measures and compares; the array of all lines goes to the file. */
const { values, positionals } = readArguments();
const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(", ")}; there are ${Object.keys(BENCHES).join(", ")}`);
  process.exit(2);
}
const all: Measurement[] = [];
for (const name of names) {
  const folder = mkdtempSync(join(tmpdir(), `xinbiao-bench-${name}-`));
  const tidy = closing(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755); // the database's own user has to pass
  const place = {
    root: resolve(import.meta.dirname, ".."),
    folder,
    tell: (line: string) => console.error(`  ${line}`),
  };
  try {
    for (const line of await unlessLeaving(() => BENCHES[name]!(place))) {
      all.push(line);
      console.log(
        `${line.name.padEnd(20)} ${line.ours} ${line.unit} of ${line.reference}, ratio ${line.ratio}  (${line.detail})`,
      );
    }
  } finally {
    await tidy();
  }
}
if (values.json)
  writeFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), values.json), `${JSON.stringify(all, null, 1)}\n`);
process.exit(0);

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { json: { type: "string" } } });
  } catch (error) {
    console.error((error as Error).message);
    console.error(`usage: bench [NAME…] [--json FILE]; there are ${Object.keys(BENCHES).join(", ")}`);
    return process.exit(2);
  }
}
