import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { useEngine } from "@/lib/crypto/engine";
import { type Bench, rate } from "./measure";
import { sealInChromium } from "./seal-chromium";
import { sealingWork } from "./sealing-work";

const MIB = 128;
const TIMES = 5;

/** The same octets through OpenSSL on one thread, as a program would that knows nothing of the protocol. */
async function rawNode(bytes: Uint8Array): Promise<void> {
  const cipher = createCipheriv("aes-256-gcm", randomBytes(32), randomBytes(12));
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += 8 << 20) hash.update(cipher.update(bytes.subarray(at, at + (8 << 20))));
  hash.update(cipher.final());
  hash.digest();
}

/** Sealing against AES-256-GCM and SHA-256 over the same octets in the same runtime. */
export const seal: Bench = async (place) => {
  useEngine(NODE_ENGINE); // as every program of ours does that seals
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const node = await sealingWork(MIB, TIMES, rawNode);
  clearInterval(watch);
  const speed = (ms: number) => MIB / (ms / 1000);
  const memory = (octets: number) => `${Math.round(octets / (1 << 20))} MiB`;
  const inNode = rate(
    "seal-node",
    speed(node.ours),
    speed(node.reference),
    "MiB/s",
    `reference: node:crypto AES-256-GCM + SHA-256 over the same ${MIB} MiB, one thread; peak memory ${memory(peak - before)} above the start, ${MIB} MiB of it the file`,
  );
  place.tell(`seal-node ${inNode.ours} of ${inNode.reference} MiB/s`);
  const chromium = await sealInChromium(place.root, MIB, TIMES);
  const inChromium = rate(
    "seal-chromium",
    speed(chromium.ours),
    speed(chromium.reference),
    "MiB/s",
    `reference: WebCrypto AES-256-GCM + SHA-256 over the same ${MIB} MiB in pieces of 8 MiB, in ${chromium.browser}; peak memory of the page's process ${memory(chromium.peakBytes)}, ${MIB} MiB of it the file`,
  );
  return [inNode, inChromium];
};
