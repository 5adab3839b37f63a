import { type Running, serve } from "@/lib/adapters/loopback/server";
import type { Probe } from "./probe";
import { releaseRelay } from "./relay";
import { demoWitness, type WitnessConfig } from "./witness";

/**
 * The witness over HTTP (C2SP tlog-witness): POST /add-checkpoint; GET /key for whoever wants to pin it; POST /release for
 * a bidder whom the platform does not answer (protocol §2.11, 3).
 * @param platform where releases are forwarded to
 * @param probe    looks at the platform's door; what it has signed is published at GET /unreachable (protocol §5.5)
 */
export function startDemoWitness(
  config: WitnessConfig,
  port: number,
  platform?: string,
  probe?: Pick<Probe, "notes">,
): Promise<Running> {
  const addCheckpoint = demoWitness(config);
  const relay = releaseRelay(config, platform);
  return serve(async ({ method, url, body }) => {
    if (method === "GET" && url.pathname === "/key") return { status: 200, body: `${config.signer.verifierKey}\n` };
    if (method === "GET" && url.pathname === "/unreachable" && probe)
      return { status: 200, body: { witness: config.signer.verifierKey, notes: await probe.notes() } };
    if (method === "GET" && url.pathname === "/health") return { status: 200, body: { ready: true } };
    if (method === "POST" && url.pathname === "/release") {
      const { status, ...answered } = await relay(body);
      return { status, body: answered };
    }
    if (method !== "POST" || url.pathname !== "/add-checkpoint") return { status: 404 };
    const answer = await addCheckpoint(new TextDecoder().decode(body));
    if (answer.status === 200) return { status: 200, body: answer.lines };
    if (answer.status === 409) return { status: 409, type: "text/x.tlog.size", body: `${answer.size}\n` };
    return { status: answer.status, body: answer.reason };
  }, port);
}
