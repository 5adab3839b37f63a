import { platformNow } from "@/lib/store/clock";
import type { Calendar } from "./calendar";
import { goTo } from "./clock";
import type { Troupe } from "./troupe";
import type { Stage } from "./world";

/** One thing that happens in a story, at its own time. */
export type Step = { readonly at: Date; readonly what: string; readonly run: () => Promise<void> };
export type Story = { readonly name: string; readonly steps: readonly Step[] };
export type Play = { readonly stage: Stage; readonly troupe: Troupe; readonly calendar: Calendar };

/**
 * Plays all stories along one clock: every step at its time, all stories interleaved. A step that fails ends its own story
 * where it stands; the others go on.
 *
 * @returns what did not come about, for the reader of the log
 */
export async function play(stories: readonly Story[], { stage }: Play): Promise<readonly string[]> {
  const troubles = new Map<string, string>();
  const steps = stories.flatMap(({ name, steps: own }) => own.map((step) => ({ name, ...step })));
  for (const { name, at, what, run } of steps.sort((a, b) => a.at.getTime() - b.at.getTime())) {
    if (troubles.has(name)) continue;
    await goTo(at, stage.deps);
    try {
      await run();
      stage.tell(`${(await platformNow()).toISOString().slice(0, 10)}  ${name}：${what}`);
    } catch (error) {
      troubles.set(name, `${name}：${what}: ${wordsOf(error)}`);
      stage.tell(`! ${name}：${what}: ${wordsOf(error)}`);
    }
  }
  return [...troubles.values()];
}

function wordsOf(error: unknown): string {
  const { code, facts, rules } = error as { code?: string; facts?: unknown; rules?: unknown };
  if (code && facts) return `${code} ${JSON.stringify(facts)} ${JSON.stringify(rules)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
