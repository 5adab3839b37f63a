import { resolveObjectURL } from "node:buffer";
import { Worker as NodeWorker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { randomBytes, sha256Hex } from "./bytes";
import { threadFell } from "./page-thread";
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
  fall(): void {
    this.onerror?.({ message: "out of memory" });
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

  it("digest files of several bids at once, whichever piece comes first, and nothing of one that was given up", async () => {
    const { engine } = threaded;
    engine().fileDigest!(100)!.add(octets(50));
    const files = [octets(200_000), octets(0), octets(65_537)];
    const digests = files.map((file) => engine().fileDigest!(file.length)!);
    for (const at of [0, 65_536, 131_072])
      for (const [n, file] of files.entries()) digests[n]!.add(file.subarray(at, at + 65_536));
    for (const rest of [files[0]!.subarray(196_608)]) digests[0]!.add(rest);
    const ends = await Promise.all(digests.map((digest) => digest.end()));
    for (const [n, end] of ends.entries()) expect(Buffer.from(end).toString("hex")).toBe(await sha256Hex(files[n]!));
  });

  it("tell whoever waits when one falls, and whoever asks after that; the next bid goes without them", async () => {
    for (const late of [false, true]) {
      const from = started.length;
      const { sealSegment, engine } = await loaded();
      const [parts, digest] = [sealSegment([octets(3 * 128 * 65_536)], KEYS), engine().fileDigest!(4)!];
      await parts.next();
      const own = started.slice(from);
      if (late) for (const worker of own) worker.fall();
      const ended = Promise.allSettled([
        digest.end(),
        (async () => {
          for await (const _ of parts);
        })(),
      ]);
      if (!late) for (const worker of own) worker.fall();
      const told = await ended;
      expect(told.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      expect(told.every((one) => one.status === "rejected" && threadFell(one.reason))).toBe(true);
      expect([engine().sealRun?.(), engine().fileDigest!(4)]).toEqual([undefined, null]);
      const plain = octets(200_000);
      expect(await sealed({ sealSegment, engine }, plain)).toEqual(await sealed(plainly, plain));
    }
  });

  it("are done without where a page may not start them, from the first bid on", async () => {
    class Forbidden {
      constructor() {
        throw new Error("Refused to create a worker");
      }
    }
    vi.stubGlobal("Worker", Forbidden);
    const without = await loaded();
    const plain = octets(128 * 65_536 + 5);
    const [parts, digest] = [await sealed(without, plain), without.engine().fileDigest!(4)];
    vi.stubGlobal("Worker", PageWorker);
    expect(parts).toEqual(await sealed(plainly, plain));
    expect(digest).toBeNull();
  });
});
