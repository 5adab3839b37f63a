import { spawn } from "node:child_process";
import { closing } from "@/lib/ordeal/leaving";
import { openChromium } from "./chromium";

/** A part as the browser sends it; so many of them, so many at once. */
export const LOAD = { part: 128 * 65_552, parts: 12, atOnce: 3 } as const;
export const MIB = (LOAD.part * LOAD.parts) / (1 << 20);

/** Sends `LOAD` to `url` and the number of the part. */
export type Sender = {
  readonly words: string;
  send(url: string, cookie: string): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A program that does nothing else. In the bench's own process, which holds a whole platform's code, the collector of its
 * memory took more of the machine than the server did.
 */
const PROGRAM = `
const http = require("node:http"), crypto = require("node:crypto");
const { part, parts, atOnce } = JSON.parse(process.argv[1]);
const agent = new http.Agent({ keepAlive: true });
const bodies = Array.from({ length: atOnce + 1 }, () => crypto.randomBytes(part));
const hashes = bodies.map((body) => crypto.createHash("sha256").update(body).digest("hex"));
const put = (url, cookie, n) => new Promise((resolve, reject) => {
  const at = n % bodies.length;
  const headers = { cookie, "content-length": part, "x-content-sha256": hashes[at] };
  const request = http.request(url + n, { method: "PUT", agent, headers }, (answer) => {
    let text = "";
    answer.setEncoding("utf8").on("data", (piece) => (text += piece)).on("end", () =>
      answer.statusCode === 200 ? resolve() : reject(new Error(answer.statusCode + " " + text)));
  });
  request.on("error", reject).end(bodies[at]);
});
process.on("message", async ({ url, cookie }) => {
  let next = 0;
  const lane = async () => { while (next < parts) await put(url, cookie, next++); };
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
    process.send("");
  } catch (error) {
    process.send(String(error));
  }
});
`;

export function nodeSender(): Sender {
  const child = spawn(process.execPath, ["-e", PROGRAM, JSON.stringify(LOAD)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const send = (url: string, cookie: string) =>
    new Promise<void>((resolve, reject) => {
      child.once("message", (failure: string) => (failure ? reject(new Error(failure)) : resolve()));
      child.send({ url, cookie });
    });
  return { words: `Node ${process.versions.node}`, send, stop: closing(() => child.kill()) };
}

/** As bidders send: a page of the server's own, with `fetch`. Its first page of an origin stays open. */
export async function chromiumSender(root: string): Promise<Sender> {
  const { browser, close } = await openChromium(root);
  const context = await browser.newContext();
  const pages = new Map<string, Promise<Awaited<ReturnType<typeof context.newPage>>>>();
  const open = async (origin: string, cookie: string) => {
    const cookies = cookie
      .split("; ")
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf("=");
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin };
      });
    await context.addCookies(cookies);
    const page = await context.newPage();
    await page.goto(`${origin}/api/health`);
    await page.evaluate(async ({ part, atOnce }) => {
      const bodies = Array.from({ length: atOnce + 1 }, () => {
        const body = new Uint8Array(part);
        for (let from = 0; from < part; from += 65_536)
          crypto.getRandomValues(body.subarray(from, Math.min(part, from + 65_536)));
        return body;
      });
      const hex = (bytes: ArrayBuffer) =>
        [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
      const hashes = await Promise.all(bodies.map(async (body) => hex(await crypto.subtle.digest("SHA-256", body))));
      Object.assign(globalThis, { load: { bodies, hashes } });
    }, LOAD);
    return page;
  };
  const send = async (url: string, cookie: string) => {
    const { origin } = new URL(url);
    if (!pages.has(origin)) pages.set(origin, open(origin, cookie));
    const page = await pages.get(origin)!;
    await page.evaluate(
      async ({ url, parts, atOnce }) => {
        const { bodies, hashes } = (
          globalThis as unknown as { load: { bodies: Uint8Array<ArrayBuffer>[]; hashes: string[] } }
        ).load;
        let next = 0;
        const lane = async () => {
          while (next < parts) {
            const n = next++;
            const at = n % bodies.length;
            const headers = { "x-content-sha256": hashes[at]! };
            // New octets each time, as from sealing: a browser counts these, not the Blobs, when it decides to collect, and
            // Blobs that nobody collects fill what it gives to them.
            const body = new Blob([bodies[at]!.slice()]);
            const answer = await fetch(url + n, { method: "PUT", headers, body });
            if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
            await answer.text();
          }
        };
        await Promise.all(Array.from({ length: atOnce }, lane));
      },
      { url, ...LOAD },
    );
  };
  return { words: `Chromium ${browser.version()}`, send, stop: close };
}
