import { linkEntries } from "@/lib/store/audit-chain";
import { type Loop, startLoop } from "./loop";

const EVERY_MS = 300;

/** Links audit entries within a second of their act (settled 14), one worker at a time. */
export function startAuditChain(tell: (problem: string) => void): Loop {
  return startLoop("audit chain", EVERY_MS, tell, async () => {
    while (((await linkEntries()) ?? 0) >= 1_000);
  });
}
