import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { useEngine } from "@/lib/crypto/engine";
import { type Bench, type Measurement, rate } from "./measure";
import { sealInChromium } from "./seal-chromium";
import { sealAgainstAge, sealMemory } from "./seal-files";
import type { sealingWork } from "./sealing-work";

const MIB = 128;
const TIMES = 11;
const PROGRAMS = 7;
const TURNS = 5;

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
  const program = await bundled(root);
  const all: Measurement[] = [];
  for (const { suffix, papers, words, mib } of NODE_BIDS) {
    const { peakBytes, spread, ...took } = sealAlone(program, mib, papers);
    const detail = `${mib} MiB, ${words}; reference: node:crypto AES-256-GCM + SHA-256 over the same octets, one thread; ${spread}; ${alone(mib, took)}; peak memory ${memory(peakBytes)} above the start, ${mib} MiB of it the bid itself`;
    all.push(rate(`seal-node${suffix}`, speed(mib, took.ours), speed(mib, took.reference), "MiB/s", detail));
  }
  for (const { suffix, papers, words } of BIDS) {
    tell(`Chromium, ${words}`);
    const { browser, peakBytes, ...took } = await sealInChromium(root, MIB, papers, TIMES);
    const detail = `${MIB} MiB, ${words}; reference: WebCrypto AES-256-GCM + SHA-256 over the same octets in pieces of 8 MiB, in ${browser}; ${alone(MIB, took)}; peak memory of the page's process ${memory(peakBytes)}, ${MIB} MiB of it the bid itself`;
    all.push(rate(`seal-chromium${suffix}`, speed(MIB, took.ours), speed(MIB, took.reference), "MiB/s", detail));
  }
  useEngine(NODE_ENGINE); // as every program of ours does that seals
  tell("memory");
  all.push(await sealMemory(place));
  const age = await sealAgainstAge(place);
  return age ? [...all, age] : all;
};

type Alone = Awaited<ReturnType<typeof sealingWork>> & { readonly peakBytes: number };

/**
 * In programs of their own: this one holds a whole platform's code, and its collector with it. Where a program's memory comes
 * to lie moves its ratio by a tenth, for as long as it lives: several are asked, and the one in the middle is told.
 */
function sealAlone(program: string, mib: number, papers: number): Alone & { readonly spread: string } {
  const all = Array.from({ length: PROGRAMS }, () => {
    const told = execFileSync(process.execPath, ["--expose-gc", program, String(mib), String(papers), String(TURNS)]);
    return JSON.parse(String(told)) as Alone;
  });
  const ratio = ({ ours, reference }: Alone) => reference / ours;
  const sorted = all.sort((one, other) => ratio(one) - ratio(other));
  const [least, most] = [sorted[0]!, sorted.at(-1)!].map((one) => ratio(one).toFixed(2));
  const spread = `the middle of ${PROGRAMS} programs (${least} to ${most}), each warm, ${TURNS} turns, young garbage collected before each`;
  return { ...sorted[PROGRAMS >> 1]!, peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)), spread };
}

/** Beside our other programs, where it finds its packages. */
async function bundled(root: string): Promise<string> {
  const { build } = await import("esbuild");
  const outfile = join(root, "dist", "seal-alone.mjs");
  await build({
    entryPoints: [join(root, "lib", "bench", "seal-alone.ts")],
    absWorkingDir: root,
    ...{ outfile, bundle: true, platform: "node", format: "esm", packages: "external", alias: { "@": root } },
    logLevel: "error",
  });
  return outfile;
}
