import { Agent, type ClientRequest, get } from "node:http";
import { env } from "node:process";
import { machineMs } from "@/lib/kernel/clock";
import { inTransaction } from "@/lib/store/db";
import { announce } from "@/lib/store/openings";
import { type Bench, latency } from "./measure";
import { atWork } from "./platform-at-work";

const VIEWERS = Number(env.BENCH_VIEWERS ?? 3_000);
const LINES = 20;
/** Between two lines of the board, in ms. */
const APART = 1_300;
/** Issue: update lag of 95 in 100. */
const LIMIT_MS = 1_000;

/** The hall's event stream with thousands of viewers: from the commit of a line to its number at each of them. */
export const hall: Bench = (place) =>
  atWork(place, async ({ scene, platform }) => {
    const { lotId } = await scene.publish(700);
    const seen = new Map<number, number[]>();
    const viewers = await gathered(`${platform.origin}/api/events/opening/${lotId}?after=0`, (seq) =>
      seen.get(seq)?.push(machineMs()),
    );
    place.tell(`${viewers.length} viewers`);
    const lags: number[] = [];
    try {
      for (let seq = 1; seq <= LINES; seq++) {
        const arrivals: number[] = [];
        seen.set(seq, arrivals);
        await inTransaction((tx) => announce(tx, lotId, "incident", { note: "bench" }));
        const committed = machineMs();
        await new Promise((resolve) => setTimeout(resolve, APART));
        lags.push(...arrivals.map((at) => Math.max(0, at - committed)));
      }
      await new Promise((resolve) => setTimeout(resolve, 5_000));
    } finally {
      for (const viewer of viewers) viewer.destroy();
    }
    const lost = VIEWERS * LINES - lags.length;
    lags.push(...Array<number>(lost).fill(APART));
    lags.sort((a, b) => a - b);
    const quantile = (q: number) => lags[Math.min(lags.length - 1, Math.floor(q * lags.length))] ?? Number.NaN;
    const detail = `${VIEWERS} viewers, ${LINES} lines, ${lost} numbers later than ${APART} ms or skipped for a newer one; median ${quantile(0.5)} ms, p99 ${quantile(0.99)} ms; limit: 1 s`;
    return [latency("hall-lag-p95", quantile(0.95), LIMIT_MS, "ms", detail)];
  });

/** Opens the streams, a hundred at a time: they come in over minutes, not in one moment. */
async function gathered(url: string, told: (seq: number) => void): Promise<readonly ClientRequest[]> {
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const all: ClientRequest[] = [];
  for (let at = 0; at < VIEWERS; at += 100)
    all.push(
      ...(await Promise.all(Array.from({ length: Math.min(100, VIEWERS - at) }, () => viewer(url, agent, told)))),
    );
  return all;
}

/** One browser tab; resolved when the stream has given its first sign of life. */
function viewer(url: string, agent: Agent, told: (seq: number) => void): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { accept: "text/event-stream" } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`the stream answers ${response.statusCode}`));
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        resolve(request);
        text += piece;
        const lines = text.split("\n");
        text = lines.pop()!;
        for (const line of lines) if (line.startsWith("data: ")) told(Number(line.slice(6)));
      });
      response.on("error", () => {});
    });
    request.on("error", reject);
  });
}
