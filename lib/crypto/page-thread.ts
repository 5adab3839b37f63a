/** A thread of the page's own: what is posted is answered in order. */
export type PageThread<Answer> = {
  post(message: unknown, moved?: readonly ArrayBuffer[]): void;
  /** The next answer that nobody waits for yet. @throws where the thread has fallen */
  answer(): Promise<Answer>;
  /** Answers that are waited for. */
  waiting(): number;
};

/** Not in Node, not in a service worker. */
export const HAS_THREADS = typeof Worker !== "undefined" && typeof URL.createObjectURL === "function";

/**
 * Browsers do what WebCrypto is asked on the thread that asks, whatever its promises say: a page that encrypts stands still,
 * and its other cores with it. So it is asked on threads of our own.
 *
 * @param program text with `work(message)`, which gives the answer and the buffers that move with it, or null for no answer:
 *   as text every bundle has it, and the page without network too
 * @param fallen  told when the thread is gone; whoever waits is told as well
 */
export function startThread<Answer>(program: string, fallen: () => void): PageThread<Answer> {
  const text = `${program}
let turn = Promise.resolve();
onmessage = ({ data }) => {
  turn = turn.then(() => work(data)).then((done) => {
    if (done) postMessage(done.answer, done.moved ?? []);
  });
  turn.catch((error) => setTimeout(() => { throw error; }));
};`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  const waiting: { resolve(answer: Answer): void; reject(error: Error): void }[] = [];
  worker.onmessage = ({ data }: MessageEvent<Answer>) => waiting.shift()?.resolve(data);
  worker.onerror = ({ message }) => {
    worker.terminate();
    fallen();
    for (const { reject } of waiting.splice(0)) reject(new Error(message || "a thread of the page ended"));
  };
  return {
    post: (message, moved = []) => worker.postMessage(message, [...moved]),
    answer: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    waiting: () => waiting.length,
  };
}
