type Close = () => unknown;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const closers: Close[] = [];
let leaving: Promise<never> | null = null;
let listening = false;

/**
 * Closes once: when it is called, or when this program is told to go. A terminal's Ctrl-C comes twice, by itself and
 * through npm: the second one must not end us while what we started is still being stopped.
 */
export function closing(close: Close): () => Promise<void> {
  if (!listening) for (const signal of SIGNALS) process.on(signal, () => void leave());
  listening = true;
  let closed: Promise<void> | null = null;
  const once = () => {
    closed ??= Promise.resolve(close()).then(() => undefined);
    return closed;
  };
  closers.push(once);
  return once;
}

/** Last opened, first closed, each whether or not the one before could be. */
async function leave(): Promise<never> {
  leaving ??= (async () => {
    for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => undefined);
    console.error("stopped");
    process.exit(130);
  })();
  return leaving;
}

/** What breaks because the program is told to go is no fault: the work is over when everything is closed. */
export async function unlessLeaving<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (leaving) await leaving;
    throw error;
  }
}
