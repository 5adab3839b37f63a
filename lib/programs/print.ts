import { LIFECYCLES } from "@/lib/domain/lifecycles";
import { mermaid } from "@/lib/domain/mermaid";
import { matrix } from "@/lib/policy/matrix";

/** Prints what the code says about itself: `matrix` (who may do and see what) or `lifecycles` (Mermaid). */
const diagrams = () =>
  Object.entries(LIFECYCLES)
    .map(
      ([name, { zh, en, initial, table }]) =>
        `## ${name}: ${zh} · ${en}\n\n\`\`\`mermaid\n${mermaid(table, initial)}\n\`\`\`\n`,
    )
    .join("\n");
const PAGES: Readonly<Record<string, () => string>> = { matrix, lifecycles: diagrams };

const page = PAGES[process.argv[2] ?? ""];
if (page) {
  process.stdout.write(`${page()}\n`);
} else {
  console.error(`usage: print ${Object.keys(PAGES).join(" | ")}`);
  process.exitCode = 2;
}
