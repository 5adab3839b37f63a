import { diagrams } from "@/lib/domain/diagrams";
import { matrix } from "@/lib/policy/matrix";

/** Prints what the code says about itself: `matrix` (who may do and see what) or `lifecycles` (Mermaid). */
const PAGES: Readonly<Record<string, () => string>> = { matrix, lifecycles: diagrams };

const page = PAGES[process.argv[2] ?? ""];
if (page) {
  process.stdout.write(`${page()}\n`);
} else {
  console.error(`usage: print ${Object.keys(PAGES).join(" | ")}`);
  process.exitCode = 2;
}
