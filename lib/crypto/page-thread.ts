/** A thread of the page's own: what is posted is answered in order. */
export type PageThread<Answer> = {
  /** @param moved buffers that go over, and are gone here. @throws where the thread has fallen, before or meanwhile */
  ask(message: unknown, moved: readonly ArrayBuffer[]): Promise<Answer>;
  /** Answers that are waited for. */
  waiting(): number;
  stop(): void;
};

const FALLEN = "ThreadFallen";

/** Whether a thread of the page fell: the same act tried again goes without, and slower. */
export const threadFell = (error: unknown): boolean => error instanceof Error && error.name === FALLEN;

/** Not in Node, not in a service worker. */
export const HAS_THREADS = typeof Worker !== "undefined" && typeof URL.createObjectURL === "function";

/**
 * Browsers do what WebCrypto is asked on the thread that asks, whatever its promises say: a page that encrypts stands still,
 * and its other cores with it. So it is asked on threads of our own.
 *
 * @param program text with `work(message)`, which gives `{ answer, moved }`: as text every bundle has it, and the page
 *   without network too
 * @param fallen  told when the thread is gone; whoever waits, or asks after that, is told as well
 * @returns null where the page may not start one
 */
export function startThread<Answer>(program: string, fallen: () => void): PageThread<Answer> | null {
  const text = `${program}
let turn = Promise.resolve();
onmessage = ({ data }) => {
  turn = turn.then(() => work(data)).then(({ answer, moved }) => postMessage(answer, moved));
  turn.catch((error) => setTimeout(() => { throw error; }));
};`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = begun(address);
  if (!worker) {
    fallen();
    return null;
  }
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  let fall: Error | null = null;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => waiting.shift()?.resolve(data);
  worker.onerror = ({ message }) => {
    fall = Object.assign(new Error(`a thread of the page ended: ${message}`), { name: FALLEN });
    worker.terminate();
    fallen();
    for (const { reject } of waiting.splice(0)) reject(fall);
  };
  return {
    ask: (message, moved) =>
      new Promise((resolve, reject) => {
        // It fell while nobody waited: nothing would ever answer.
        if (fall) return reject(fall);
        waiting.push({ resolve, reject });
        worker.postMessage(message, [...moved]);
      }),
    waiting: () => waiting.length,
    stop: () => worker.terminate(),
  };
}

/** Where its policy forbids such threads, one browser throws at once, another tells later. */
function begun(address: string): Worker | null {
  try {
    return new Worker(address);
  } catch {
    return null;
  }
}
