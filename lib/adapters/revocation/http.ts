import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { publicAddress, type Resolved } from "./public-address";

/** A province's largest CRLs are a few megabytes. */
const CRL_BYTES = 16 * 2 ** 20;
const OCSP_BYTES = 65_536;
const TIMEOUT_MS = 15_000;
const PORTS = ["", "80", "443", "8080", "8443"];

/** Names of the demonstration's authorities: under `.invalid` no name server knows them, so nobody else can own them. */
const DEMO_HOST = /^([a-z0-9-]+)\.ca\.invalid$/;

type Settings = {
  /** Where the demonstration's CA program listens; absent outside a sandbox. */
  readonly demoCa?: string | undefined;
  readonly timeoutMs?: number;
  /** Where a name leads; tests put their own server here. */
  readonly resolve?: (host: string) => Promise<Resolved>;
};

/**
 * Fetches CRLs and OCSP answers over HTTP(S): public addresses and usual ports only, no redirects, no credentials, size
 * and time bounded. What comes back is signed and judged by others; this only must not be turned against us.
 */
export function httpRevocation({ demoCa, timeoutMs = TIMEOUT_MS, resolve = publicAddress }: Settings = {}) {
  const run = (url: string, body: Uint8Array | null, limitBytes: number) =>
    fetchBounded(url, { body, limitBytes, timeoutMs, demoCa, resolve });
  return {
    get: (url: string) => run(url, null, CRL_BYTES),
    ask: (url: string, request: Uint8Array) => run(url, request, OCSP_BYTES),
  };
}

type Asked = Required<Pick<Settings, "timeoutMs" | "resolve">> & {
  readonly body: Uint8Array | null;
  readonly limitBytes: number;
  readonly demoCa: string | undefined;
};

async function fetchBounded(text: string, { body, limitBytes, timeoutMs, demoCa, resolve }: Asked) {
  const signal = AbortSignal.timeout(timeoutMs);
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new Error("not an http address");
  const demo = demoCa ? DEMO_HOST.exec(url.hostname) : null;
  if (demo) return exchange(new URL(`/${demo[1]}${url.pathname}`, demoCa), null, body, limitBytes, signal);
  if (!PORTS.includes(url.port)) throw new Error(`port ${url.port} is not used for revocation lists`);
  const target = await Promise.race([resolve(url.hostname), aborted(signal)]);
  return exchange(url, target, body, limitBytes, signal);
}

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(new Error("timed out"))));

function exchange(
  url: URL,
  target: Resolved | null,
  body: Uint8Array | null,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  // Name and certificate stay those of the URL; only where the connection goes is fixed.
  const lookup: LookupFunction | null = target
    ? (_host, { all }, done) => (all ? done(null, [target]) : done(null, target.address, target.family))
    : null;
  return new Promise((resolve, reject) => {
    const asked = send(url, {
      method: body ? "POST" : "GET",
      signal,
      agent: false,
      headers: { accept: "*/*", ...(body ? { "content-type": "application/ocsp-request" } : {}) },
      ...(lookup ? { lookup } : {}),
    });
    asked.once("error", (error) => reject(signal.aborted ? new Error("timed out") : error));
    asked.once("response", (answer) => {
      const fail = (why: string) => {
        asked.destroy();
        reject(new Error(why));
      };
      if (answer.statusCode !== 200) return fail(`HTTP ${answer.statusCode}`);
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > limitBytes) fail(`larger than ${limitBytes} bytes`);
        else chunks.push(chunk);
      });
      answer.once("error", (error) => reject(signal.aborted ? new Error("timed out") : error));
      answer.once("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    });
    asked.end(body ?? undefined);
  });
}
