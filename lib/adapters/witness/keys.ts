import { join } from "node:path";
import { readIfThere } from "@/lib/adapters/loopback/keep";

const lines = (text: string | null | undefined): string[] => (text ?? "").split(/[\s,]+/).filter(Boolean);

/** Verifier keys of the witnesses: those of WITNESS_KEYS, else of the demonstration's two. */
export async function witnessKeys(setting: string | undefined, dataDir: string): Promise<readonly string[]> {
  if (setting !== undefined) return lines(setting);
  const files = [1, 2].map((n) => readIfThere(join(dataDir, "demo", `witness-${n}`, "witness.key.pub")));
  return (await Promise.all(files)).flatMap(lines);
}
