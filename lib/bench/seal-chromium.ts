import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openChromium } from "./chromium";
import type { sealingWork } from "./sealing-work";

type Times = Awaited<ReturnType<typeof sealingWork>>;
type Work = (mib: number, papers: number, times: number) => Promise<Times>;

/** The same work in a page of Chromium, in its main thread: the browser's own cryptography and nothing beside it. */
export async function sealInChromium(root: string, mib: number, papers: number, times: number) {
  const script = await bundle(root);
  // WebCrypto is there only in a secure context, which loopback is.
  const server = createServer((request, response) => {
    const isScript = request.url === "/seal.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? script : `<!doctype html><title>bench</title><script type="module" src="/seal.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { browser, close } = await openChromium(root);
  try {
    const page = await browser.newPage();
    const session = await browser.newBrowserCDPSession();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => "sealingWork" in globalThis);
    let peakBytes = 0;
    const watch = setInterval(async () => {
      const octets = await rendererMemory(session).catch(() => 0);
      peakBytes = Math.max(peakBytes, octets);
    }, 50);
    const took = await page.evaluate(
      ([size, files, turns]) => (globalThis as unknown as { sealingWork: Work }).sealingWork(size!, files!, turns!),
      [mib, papers, times],
    );
    clearInterval(watch);
    return { ...took, peakBytes, browser: `Chromium ${browser.version()}` };
  } finally {
    await close();
    server.close();
  }
}

async function bundle(root: string): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(root, "lib", "bench", "seal-page.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    alias: { "@": root },
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

type Session = { send(method: "SystemInfo.getProcessInfo"): Promise<{ processInfo: { type: string; id: number }[] }> };

/** Resident memory of the page's own process; 0 where the system does not tell. */
async function rendererMemory(session: Session): Promise<number> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = await Promise.all(
    processInfo
      .filter(({ type }) => type === "renderer")
      .map(async ({ id }) => {
        const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
        return 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
      }),
  );
  return Math.max(0, ...sizes);
}
