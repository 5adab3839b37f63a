export type Loop = {
  /** Ends the loop after the turn at hand. */
  stop(): Promise<void>;
};

/** Runs `turn` again and again with a pause between; a turn that fails is told and tried again, slower and slower. */
export function startLoop(
  name: string,
  everyMs: number,
  tell: (problem: string) => void,
  turn: () => Promise<void>,
): Loop {
  let stopped = false;
  let wake = () => {};
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    for (let failures = 0; !stopped; ) {
      try {
        await turn();
        failures = 0;
      } catch (error) {
        failures++;
        tell(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (!stopped) await pause(everyMs * 2 ** Math.min(failures, 6));
    }
  };
  const done = run();
  return {
    stop: () => {
      stopped = true;
      wake();
      return done;
    },
  };
}
