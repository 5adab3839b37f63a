import { resolveObjectURL } from "node:buffer";
import { Worker as NodeWorker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { randomBytes, sha256Hex } from "./bytes";
import type { SealedPart } from "./segment";

const AROUND = `
const { parentPort } = require("node:worker_threads");
globalThis.postMessage = (message, moved) => parentPort.postMessage(message, moved);
parentPort.on("message", (data) => globalThis.onmessage({ data }));
`;
const started: PageWorker[] = [];

/** A browser's worker, made of Node's: the program's text is run as it is. */
class PageWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly #worker: Promise<NodeWorker>;
  constructor(address: string) {
    const text = resolveObjectURL(address)!.text();
    this.#worker = text.then((program) => {
      const worker = new NodeWorker(AROUND + program, { eval: true });
      worker.on("message", (data) => this.onmessage?.({ data }));
      worker.on("error", ({ message }) => this.onerror?.({ message }));
      worker.unref();
      return worker;
    });
    started.push(this);
  }
  postMessage(message: unknown, moved: ArrayBuffer[]): void {
    // What moves is gone for the sender at once, as in a browser.
    const own = structuredClone(message, { transfer: moved });
    this.#worker.then((worker) => worker.postMessage(own));
  }
  terminate(): void {
    this.#worker.then((worker) => worker.terminate());
  }
}

const KEYS = { key: randomBytes(32), nonce: randomBytes(12), commit: randomBytes(32) };
type Crypto = {
  readonly sealSegment: typeof import("./segment").sealSegment;
  readonly engine: typeof import("./engine").engine;
};

/** Modules of their own, which look for `Worker` when they are loaded. */
async function loaded(): Promise<Crypto> {
  vi.resetModules();
  const { sealSegment } = await import("./segment");
  const { engine } = await import("./engine");
  return { sealSegment, engine };
}

let plainly: Crypto;
let threaded: Crypto;
beforeAll(async () => {
  plainly = await loaded();
  vi.stubGlobal("Worker", PageWorker);
  vi.stubGlobal("navigator", { hardwareConcurrency: 3 });
  threaded = await loaded();
});
afterAll(() => {
  for (const worker of started) worker.terminate();
  vi.unstubAllGlobals();
});

function octets(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at);
  return bytes;
}

async function sealed({ sealSegment, engine }: Crypto, plain: Uint8Array) {
  const parts: Omit<SealedPart, "bytes">[] = [];
  const digests: string[] = [];
  for await (const { bytes, ...part } of sealSegment([plain], KEYS)) {
    parts.push(part);
    digests.push(await sha256Hex(bytes));
    engine().giveBack?.(bytes);
  }
  return { parts, digests };
}

describe("threads of a page", () => {
  it("seal the same octets into the same parts as the page itself, whatever was sealed before into the same memory", async () => {
    expect([typeof plainly.engine().sealRun?.(), typeof threaded.engine().sealRun?.()]).toEqual([
      "undefined",
      "function",
    ]);
    for (const length of [0, 5, 65_536, 128 * 65_536, 9 * 128 * 65_536 + 77, 3 * 65_536 - 1]) {
      const plain = octets(length);
      expect(await sealed(threaded, plain), `${length} octets`).toEqual(await sealed(plainly, plain));
    }
    expect(started.length).toBeGreaterThan(0);
  });

  it("take back what was sealed: it is gone for whoever gave it", async () => {
    for await (const { bytes } of threaded.sealSegment([octets(128 * 65_536)], KEYS)) {
      const whole = bytes.length > 65_552;
      threaded.engine().giveBack?.(bytes);
      expect(bytes.length === 0).toBe(whole);
    }
  });

  it("digest files one after another, and begin anew after one that was given up", async () => {
    const { engine } = threaded;
    engine().fileDigest!(100)!.add(octets(50));
    const files = [octets(200_000), octets(0), octets(65_537)];
    const ends = files.map((file) => {
      const digest = engine().fileDigest!(file.length)!;
      digest.add(file.subarray(0, 1000));
      digest.add(file.subarray(1000));
      return digest.end();
    });
    for (const [at, end] of ends.entries())
      expect(Buffer.from(await end).toString("hex")).toBe(await sha256Hex(files[at]!));
  });

  it("tell whoever waits when one falls; what comes next goes without them", async () => {
    const { engine } = threaded;
    const digest = engine().fileDigest!(4)!;
    digest.add(octets(5)); // more than was said
    await expect(digest.end()).rejects.toThrow();
    expect(engine().fileDigest!(4)).toBeNull();
    expect(plainly.engine().fileDigest!(4)).toBeNull();
  });
});
