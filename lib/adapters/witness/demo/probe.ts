import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { NoteSigner } from "@/lib/adapters/log/ed25519";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import { LEAST_PROBES, type Span, unreachableNote } from "@/lib/crypto/unreachable";
import { steadyMs } from "@/lib/kernel/clock";
import { type KeptNote, keptNotes, readable } from "./kept-notes";
import { NEW_WATCH, probed, spanOf, type Watch } from "./span";

export type ProbeConfig = {
  readonly signer: NoteSigner;
  readonly folder: string;
  readonly now: () => Date;
  /** Public address of the platform, without a trailing slash. */
  readonly platform: string;
  /** What is asked; the platform's clock if absent: it answers as long as pages and database do, and says nothing else. */
  readonly address?: string | undefined;
  readonly everyMs: number;
  /** A clock that nobody can set. */
  readonly steady?: () => number;
};

export type Probe = {
  /** One look at the platform's door, and what follows from it. The loop calls it; tests may. */
  look(): Promise<void>;
  notes(): Promise<readonly KeptNote[]>;
  stop(): Promise<void>;
};

/** Whoever answers within this is slow, not away. */
const PATIENCE_MS = 10_000;
/** A witness that was away for longer cannot say whether the platform still is what it was. */
const REMEMBERED_MS = 600_000;
const SHOWN = 100;

const openSpan = z.strictObject({ from: z.number(), to: z.number(), failed: z.number() });

/**
 * Looks at the platform's public door from outside, at a steady pace whatever happens there (protocol §5.5), and signs
 * for the times in which nobody answered. Notes are handed to the platform when it is back, and published here as well:
 * a platform that would rather not hear of them cannot make them go away.
 */
export async function startProbe(config: ProbeConfig): Promise<Probe> {
  const { folder, now, everyMs } = config;
  const steady = () => Math.round((config.steady ?? steadyMs)());
  const notes = keptNotes(folder);
  const file = join(folder, "unreachable-now.json");
  let watch = await takenUp(file, config, notes);

  const look = async () => {
    const sentAt = steady();
    const well = await answers(config);
    const [overAt, steadyAt] = [now().getTime(), steady()];
    const next = probed(watch, { well, overAt, steadyAt, tookMs: steadyAt - sentAt });
    // The note first: after a crash in between it is made again, and is the same.
    if (next.ended) await keep(next.ended, config, notes);
    if (next.watch.open && next.watch.open.failed >= LEAST_PROBES)
      await replaceFile(file, JSON.stringify(next.watch.open));
    else if (watch.open && watch.open.failed >= LEAST_PROBES) await rm(file, { force: true });
    watch = next.watch;
    if (well) await notes.handOver((note) => handIn(config, note));
  };
  const loop = everyAt(everyMs, look);
  return { look, notes: () => notes.newest(SHOWN), stop: loop };
}

/** After a restart: a span that was open ends where it was last measured. */
async function takenUp(file: string, config: ProbeConfig, notes: ReturnType<typeof keptNotes>): Promise<Watch> {
  const text = await readIfThere(file);
  const open = text === null ? null : readable(openSpan, text);
  if (!open) return NEW_WATCH;
  const span = spanOf(open);
  if (span) await keep(span, config, notes);
  await rm(file, { force: true });
  const ago = config.now().getTime() - open.to;
  return { ...NEW_WATCH, seen: ago >= 0 && ago < REMEMBERED_MS };
}

async function keep(span: Span, { signer, platform, everyMs }: ProbeConfig, notes: ReturnType<typeof keptNotes>) {
  const key = readVerifierKey(signer.verifierKey);
  await notes.add(span.from, await unreachableNote(span, { platform, everyMs }, key, signer.sign));
}

/** Whether the platform tells the time: a page of somebody on the way, or an error, is no answer. */
async function answers({ platform, address, everyMs }: ProbeConfig): Promise<boolean> {
  try {
    const response = await fetch(address ?? `${platform}/api/time`, {
      cache: "no-store",
      redirect: "error",
      // Over before the next one is due, so that the pace is the same in bad times.
      signal: AbortSignal.timeout(Math.min(PATIENCE_MS, Math.ceil(everyMs * 0.8))),
    });
    const body: unknown = await response.json();
    return response.ok && typeof (body as { now?: unknown } | null)?.now === "number";
  } catch {
    return false;
  }
}

/** @returns null where the platform cannot say now: it is asked again at the next look */
async function handIn({ platform }: ProbeConfig, note: string): Promise<Omit<KeptNote, "note"> | null> {
  try {
    const response = await fetch(`${platform}/api/v1/outages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ note }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.status >= 500 || response.status === 429 || response.status === 404) return null;
    const answer = (await response.text()).slice(0, 2_000);
    return { state: response.ok ? "taken" : "refused", answer };
  } catch {
    return null;
  }
}

/** Runs `turn` at a steady pace, never two at once; what it throws is tried again at the next. @returns how to end it */
function everyAt(everyMs: number, turn: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = turn()
      .catch((error: unknown) => console.error(`probe: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
