import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { parseCertificate } from "@/lib/crypto/certificate";
import { useEngine } from "@/lib/crypto/engine";
import { type PathInput, validatePath } from "@/lib/crypto/path";
import { visitor } from "@/lib/domain/actor";
import { type PeopleAlone, peopleAlone } from "@/lib/ordeal/people-alone";
import { prepareSignIn, signInByCertificate } from "@/lib/usecases/session/sign-in-by-certificate";
import { bareCheckOf, type Check } from "./bare-verify";
import { type ChainCase, chainCase } from "./chain-cases";
import { type Bench, byTurns, type Measurement, median, rate, timed } from "./measure";

const TURNS = 7;
/** One turn of the measured work takes some tenths of a second: long beside a timer, short beside the machine's moods. */
const CHAINS = { "demo-a": 300, "demo-b": 300, "demo-c": 20 } as const;
const SIGN_INS = { "demo-a": 60, "demo-b": 60, "demo-c": 20 } as const;
const AT_ONCE = 4;
const WORDS = { "demo-a": "RSA-2048", "demo-b": "ECDSA P-256", "demo-c": "SM2" } as const;
const NAMES = { "demo-a": "rsa", "demo-b": "ecdsa", "demo-c": "sm2" } as const;
type Id = keyof typeof WORDS;
const IDS = Object.keys(WORDS) as Id[];

const perSecond = (count: number, ms: number) => count / (ms / 1000);
const library = (id: Id) => (id === "demo-c" ? "sm-crypto-v2" : "node:crypto");

/** Chains validated and people signed in per second, each against the bare signature checks that are inside it. */
export const identity: Bench = async ({ root, folder, tell }) => {
  useEngine(NODE_ENGINE); // signatures are checked as in web and worker
  const all: Measurement[] = [];
  for (const id of IDS) {
    tell(`chains of ${WORDS[id]}`);
    all.push(...(await chains(id, await chainCase(`${folder}/chains`, id, neededFor(id)))));
  }
  tell("sign-ins, on a database of their own");
  const people = await peopleAlone(root, folder);
  try {
    for (const id of IDS) all.push(await signIns(id, people));
  } finally {
    await people.stop();
  }
  return all;
};

/** So few where lists are read anew each time: that takes a hundred times as long. */
const firstOf = (id: Id) => Math.max(5, CHAINS[id] / 10);
const neededFor = (id: Id) => 1 + TURNS * (CHAINS[id] + firstOf(id));

async function chains(id: Id, { next, listBytes, certificates, lists }: ChainCase): Promise<readonly Measurement[]> {
  const [count, few] = [CHAINS[id], firstOf(id)];
  const validate = async (input: PathInput) => {
    const { ok, reason, detail } = await validatePath(input);
    if (!ok) throw new Error(`the chain does not validate: ${reason} ${detail}`);
  };
  /** A copy is a list that nobody has read yet. */
  const unread = (input: PathInput) => ({ ...input, crls: input.crls!.map((der) => Uint8Array.from(der)) });
  await validate(next());
  const took = await byTurns(TURNS, {
    ours: () => times(count, () => validate(next())),
    reference: async () => repeat(count, certificates),
    first: () => times(few, () => validate(unread(next()))),
    firstReference: async () => repeat(few, [...certificates, ...lists]),
  });
  const chain = `three-level ${WORDS[id]} chain, CRL of 10,000 entries (${Math.round(listBytes / 1024)} KiB)`;
  return [
    rate(
      `chain-${NAMES[id]}`,
      perSecond(count, took.ours),
      perSecond(count, took.reference),
      "chains/s",
      `${chain}: a new certificate each time, authority and lists known, as on a server; reference: the bare checks of its 2 certificate signatures by ${library(id)}`,
    ),
    rate(
      `chain-${NAMES[id]}-first`,
      perSecond(few, took.first),
      perSecond(few, took.firstReference),
      "chains/s",
      `${chain}: a new certificate and lists that nobody has read each time; reference: the bare checks of all 4 signatures, of certificates and lists, by ${library(id)}`,
    ),
  ];
}

/**
 * The use case itself: challenge, try counted, signature, path, revocation, session, audit entry. Making the signature is
 * the client's work and not counted.
 */
async function signIns(id: Id, { deps, hands }: PeopleAlone): Promise<Measurement> {
  const count = SIGN_INS[id];
  const hand = hands.get(id)!;
  const guest = visitor("203.0.113.9", "bench", "zh-CN");
  const turn = async () => {
    const challenges: Awaited<ReturnType<typeof prepareSignIn>>[] = [];
    const begun = await timed(() =>
      inLanes(count, async () => void challenges.push(await prepareSignIn(guest, {}, deps))),
    );
    const answers = await hand.sign(challenges);
    let next = 0;
    const entered = await timed(() =>
      inLanes(count, async () => void (await signInByCertificate(guest, answers[next++]!, deps))),
    );
    return begun + entered;
  };
  const checks = await checksOf(hand.key.certificate.der, deps);
  await turn();
  const [ours, reference]: [number[], number[]] = [[], []];
  for (let n = 0; n < TURNS; n++) {
    ours.push(await turn());
    reference.push(await timed(async () => repeat(count, checks)));
  }
  return rate(
    `sign-in-${NAMES[id]}`,
    perSecond(count, median(ours)),
    perSecond(count, median(reference)),
    "sign-ins/s",
    `certificate sign-in with ${WORDS[id]} through the use case on PostgreSQL, ${AT_ONCE} at once, one process; reference: the bare checks of 3 signatures (statement, certificate, authority) by ${library(id)}`,
  );
}

/** Leaf and authority, and once more the leaf's in place of the statement's: the same key sizes, the same arithmetic. */
async function checksOf(leaf: Uint8Array, { trust }: PeopleAlone["deps"]): Promise<readonly Check[]> {
  const { issuer } = parseCertificate(leaf);
  const known = (await trust.list()).authorities.flatMap(({ anchors, intermediates }) => [
    ...anchors,
    ...intermediates,
  ]);
  const certificates = known.map((text) => parseCertificate(new Uint8Array(Buffer.from(text, "base64"))));
  const sub = certificates.find(({ subject }) => subject.key === issuer.key)!;
  const root = certificates.find(({ subject }) => subject.key === sub.issuer.key)!;
  const ofLeaf = bareCheckOf(leaf, sub);
  return [ofLeaf, bareCheckOf(sub.der, root), ofLeaf];
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let n = 0; n < count; n++) await work();
}

function repeat(count: number, checks: readonly Check[]): void {
  for (let n = 0; n < count; n++) for (const check of checks) check();
}

async function inLanes(count: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
