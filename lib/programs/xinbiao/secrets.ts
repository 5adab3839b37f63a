import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type Backup, parseBidkey, readBidkey } from "@/lib/crypto/bidkey";
import { fromBase64url } from "@/lib/crypto/bytes";
import { parseCanonical } from "@/lib/crypto/canonical";
import { bidderSecret, openingSecret } from "@/lib/crypto/keys";
import { parseSecrets } from "@/lib/crypto/opening-statements";
import { reject } from "@/lib/crypto/reasons";
import type { Released } from "@/lib/crypto/release-fits";
import type { TenderRef } from "@/lib/crypto/shape";
import { parseRelease, parseReleaseOpening } from "@/lib/crypto/statements";
import { type SuiteId, suiteOf } from "@/lib/crypto/suite";
import { incomplete } from "./command";
import { pathOf, readOwnJson, readSmall } from "./files";

type Value = { readonly c: string; readonly g: number; readonly v: string };

/** What is known of a bid's secrets: both masters, or single values. */
export type Known = {
  readonly backup: Backup | null;
  readonly B: readonly Value[];
  readonly O: readonly Value[];
  /** What was released for one bid alone: of that bid it must be. */
  readonly released: readonly Released[];
};

/** Secrets of any form tools hand to each other (§2.13): `bidkey`, `secrets`, `release`, `release-opening`, or an age file. */
export async function readSecrets(names: readonly string[]): Promise<Known> {
  let known: Known = { backup: null, B: [], O: [], released: [] };
  for (const name of names) {
    const read = await readOne(name);
    known = {
      backup: read.backup ?? known.backup,
      B: [...known.B, ...read.B],
      O: [...known.O, ...read.O],
      released: [...known.released, ...read.released],
    };
  }
  return known;
}

const AGE = "age-encryption.org/v1";

async function readOne(name: string): Promise<Known> {
  const raw = await readSmall(name);
  const none = { backup: null, B: [], O: [], released: [] };
  if (new TextDecoder().decode(raw.subarray(0, AGE.length)) === AGE)
    return { ...none, backup: await readBidkey(raw, await passphrase(`${name}: `)) };
  const bytes = await readOwnJson(name);
  const type = typeOf(bytes);
  if (type === "bidkey") return { ...none, backup: parseBidkey(bytes) };
  if (type === "release") {
    const { B, bid, tender } = parseRelease(bytes);
    return { ...none, B, released: [{ bid, tender, values: B }] };
  }
  if (type === "release-opening") {
    const { O, bid, tender } = parseReleaseOpening(bytes);
    return { ...none, O, released: [{ bid, tender, values: O }] };
  }
  const { B = [], O = [] } = parseSecrets(bytes);
  return { ...none, B, O };
}

/** The `type` of a statement, whatever else is in it. */
export function typeOf(bytes: Uint8Array): string {
  const value = parseCanonical(bytes);
  const type = typeof value === "object" && value !== null && "type" in value ? value.type : null;
  return typeof type === "string" ? type : "";
}

/** B and O of one group of one container, as far as they are known. */
export function secretsOf(known: Known, tender: TenderRef, c: string, g: number, suite: SuiteId) {
  const { backup } = known;
  if (backup) {
    if (backup.tender.id !== tender.id || backup.tender.lot !== tender.lot) reject("bidkey", "another lot's key");
    const container = fromBase64url(c, 16);
    const { M, N } = backup;
    return { B: bidderSecret(M, container, g, suiteOf(suite)), O: openingSecret(N, container, g, suiteOf(suite)) };
  }
  const find = (list: readonly Value[]) => {
    const found = list.find((value) => value.c === c && value.g === g);
    return found ? fromBase64url(found.v, 32) : null;
  };
  return { B: find(known.B), O: find(known.O) };
}

/** From XINBIAO_PASSPHRASE, else asked for at the terminal. */
export async function passphrase(question: string): Promise<string> {
  const { XINBIAO_PASSPHRASE } = process.env;
  if (XINBIAO_PASSPHRASE) return XINBIAO_PASSPHRASE;
  if (!process.stdin.isTTY)
    return incomplete({ zh: "请用 XINBIAO_PASSPHRASE 给出口令", en: "give the passphrase in XINBIAO_PASSPHRASE" });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

export const isThere = (name: string): boolean => existsSync(pathOf(name));
