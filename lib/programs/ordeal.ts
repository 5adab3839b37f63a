import { resolve } from "node:path";
import { faultsCommand } from "@/lib/ordeal/faults-command";
import { type Fuzz, fuzzCommand } from "@/lib/ordeal/fuzz-command";
import { fuzzPki } from "@/lib/ordeal/fuzz-pki";
import { fuzzSeal } from "@/lib/ordeal/fuzz-seal";
import { killsCommand } from "@/lib/ordeal/kills-command";
import { leadCommand } from "@/lib/ordeal/lead-command";
import { lotCommand } from "@/lib/ordeal/lot-command";
import { rushCommand } from "@/lib/ordeal/rush-command";
import { secrecyCommand } from "@/lib/ordeal/secrecy-command";
import { sampleCommand } from "@/lib/ordeal/sample-command";
import { tamperCommand } from "@/lib/ordeal/tamper-command";

/**
 * `ordeal NAME …`: bad days of the platform, seeded, resumable and compared. Each says by itself which options it takes;
 * exit 0 only if nothing that was acknowledged is lost or doubled, 2 for a call that nobody can mean.
 */
const fuzzes: readonly Fuzz[] = [
  { name: "fuzz-pki", outer: "the outer DER", run: fuzzPki },
  { name: "fuzz-seal", outer: "the outer form", run: fuzzSeal },
];
const ordeals: Readonly<Record<string, (args: readonly string[], root: string) => Promise<number>>> = {
  kills: killsCommand,
  rush: rushCommand,
  faults: faultsCommand,
  secrecy: secrecyCommand,
  lot: lotCommand,
  lead: leadCommand,
  tamper: tamperCommand,
  sample: sampleCommand,
  ...Object.fromEntries(fuzzes.map((fuzz) => [fuzz.name, (args: readonly string[]) => fuzzCommand(fuzz, [...args])])),
};
const [name = "", ...args] = process.argv.slice(2);
const ordeal = Object.hasOwn(ordeals, name) ? ordeals[name] : undefined;
if (!ordeal) console.error(`usage: ordeal NAME …, one of ${Object.keys(ordeals).join(", ")}`);
process.exit(ordeal ? await ordeal(args, resolve(import.meta.dirname, "..")) : 2);
