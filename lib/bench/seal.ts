import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { useEngine } from "@/lib/crypto/engine";
import { type Bench, type Measurement, rate } from "./measure";
import { sealInChromium } from "./seal-chromium";
import { sealAgainstAge, sealMemory } from "./seal-files";
import { type Raw, sealingWork } from "./sealing-work";

const MIB = 128;
const TIMES = 5;

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

/** As bids are: several papers; and the one large file that nobody keeps in memory. */
const BIDS = [
  { suffix: "", papers: 4, words: "four papers" },
  { suffix: "-large", papers: 1, words: "one file" },
] as const;
/** Node takes a longer one, too: beginning and end weigh less the longer a bid is. */
const NODE_BIDS = [
  ...BIDS.map((bid) => ({ ...bid, mib: MIB })),
  { suffix: "-long", papers: 1, words: "one file", mib: 512 },
];
const speed = (mib: number, ms: number) => mib / (ms / 1000);
/** Sealing hashes every octet twice, file and chunk: what the cipher alone would do is told too. */
const alone = (mib: number, { ours, cipher }: { ours: number; cipher: number }) =>
  `AES-256-GCM alone ${Math.round(speed(mib, cipher))} MiB/s, ratio ${(cipher / ours).toFixed(2)}`;
const memory = (octets: number) => `${Math.round(octets / (1 << 20))} MiB`;

/** Sealing against AES-256-GCM and SHA-256 over the same octets in the same runtime. */
export const seal: Bench = async (place) => {
  const { root, tell } = place;
  useEngine(NODE_ENGINE); // as every program of ours does that seals
  const all: Measurement[] = [];
  for (const { suffix, papers, words, mib } of NODE_BIDS) {
    const { took, peakBytes } = await watched(() => sealingWork(mib, papers, TIMES, rawNode));
    const detail = `${mib} MiB, ${words}; reference: node:crypto AES-256-GCM + SHA-256 over the same octets, one thread; ${alone(mib, took)}; peak memory ${memory(peakBytes)} above the start, ${mib} MiB of it the bid itself`;
    all.push(rate(`seal-node${suffix}`, speed(mib, took.ours), speed(mib, took.reference), "MiB/s", detail));
  }
  for (const { suffix, papers, words } of BIDS) {
    tell(`Chromium, ${words}`);
    const { browser, peakBytes, ...took } = await sealInChromium(root, MIB, papers, TIMES);
    const detail = `${MIB} MiB, ${words}; reference: WebCrypto AES-256-GCM + SHA-256 over the same octets in pieces of 8 MiB, in ${browser}; ${alone(MIB, took)}; peak memory of the page's process ${memory(peakBytes)}, ${MIB} MiB of it the bid itself`;
    all.push(rate(`seal-chromium${suffix}`, speed(MIB, took.ours), speed(MIB, took.reference), "MiB/s", detail));
  }
  tell("memory");
  all.push(await sealMemory(place));
  const age = await sealAgainstAge(place);
  return age ? [...all, age] : all;
};

async function watched<T>(work: () => Promise<T>): Promise<{ readonly took: T; readonly peakBytes: number }> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const took = await work();
  clearInterval(watch);
  return { took, peakBytes: peak - before };
}
