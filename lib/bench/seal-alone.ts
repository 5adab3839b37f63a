import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { useEngine } from "@/lib/crypto/engine";
import { type Raw, sealingWork } from "./sealing-work";

/** The same octets through OpenSSL on one thread, as a program would that knows nothing of the protocol. */
const rawNode: Raw = async (bytes, hashed) => {
  const cipher = createCipheriv("aes-256-gcm", randomBytes(32), randomBytes(12));
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.length; at += 8 << 20) {
    const sealed = cipher.update(bytes.subarray(at, at + (8 << 20)));
    if (hashed) hash.update(sealed);
  }
  hash.update(cipher.final()).digest();
};

/** A program of its own: `seal-alone MIB PAPERS TIMES` prints the times and the peak memory above the start as JSON. */
const [mib, papers, times] = process.argv.slice(2).map(Number);
useEngine(NODE_ENGINE); // as every program of ours does that seals
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const took = await sealingWork(mib!, papers!, times!, rawNode);
clearInterval(watch);
console.log(JSON.stringify({ ...took, peakBytes: peak - before }));
