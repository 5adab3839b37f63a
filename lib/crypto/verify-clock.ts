import type { Archive, ArchiveTrust } from "./archive";
import { type ClockEvidence, readClock } from "./clock-statement";
import { reject } from "./reasons";
import { eventCommitment, parseEvent, statementHash } from "./statements";
import { type LogPolicy, type Proved, verifyTlogProof } from "./tlog-proof";
import type { Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { eventsOfHash } from "./verify-log";
import { mustBeSignedBy, type Paper, paperAt, signersOf, stampedAt } from "./verify-papers";

/** The statement is made from the sources' time and stamped at once; an authority that was down stamps it later. */
const SLACK_MS = 60_000;

/**
 * Check 5: what the platform signed of its own clock, where a deadline was extended since no bids were taken (protocol
 * §5.1, §5.5): its signature, a token that is not older than the statement, and the log event.
 */
export async function verifyClocks(book: Book, { archive, trust, platform, at, events }: Setting): Promise<void> {
  for (const base of clocksIn(archive)) {
    const start = base.slice("tender/clocks/".length);
    await book.check(
      5,
      `clock:${start}`,
      "平台对自身时钟的声明由平台签名、加盖时间戳，并在日志中",
      "the platform's statement on its clock is signed by it, stamped and in the log",
      async () => {
        const paper = paperAt(archive, base);
        const hash = statementHash(paper.bytes);
        if (start !== hash.slice(0, 16)) reject("archive", `${base} is another statement`);
        await mustBeSignedBy(paper, platform, trust, at);
        await mustBeStamped(paper, trust);
        if (!eventsOfHash(events, hash).some(({ event }) => event.kind === "clock")) lacks("its log event");
      },
    );
  }
}

const clocksIn = ({ names }: Archive): readonly string[] =>
  names.filter((name) => /^tender\/clocks\/[0-9a-f]{16}\.json$/.test(name)).map((name) => name.slice(0, -5));

/** @throws reason `time` for a token from before the statement, or over something else */
async function mustBeStamped({ name, bytes, tst }: Paper, trust: ArchiveTrust): Promise<Date> {
  const said = new Date(readClock(bytes).at);
  const stamped = await stampedAt(tst ?? lacks(`the timestamp of ${name}`), bytes, trust, name);
  if (stamped.getTime() < said.getTime() - SLACK_MS) reject("time", `${name} was stamped before it was said`);
  return stamped;
}

/** Who said what of the clock and when that was stamped, and its place in the log, where each holds. */
export type VerifiedClock = {
  readonly hash: string;
  readonly said: { readonly signer: string; readonly stamped: Date } | null;
  readonly proved: Proved | null;
};

/** Judges the evidence by itself (`GET /api/v1/outages/{hash}`), offline, by the reader's own trust list and keys. */
export async function verifyClockEvidence(
  book: Book,
  { statement, cms, timestamp, log }: ClockEvidence,
  keys: LogPolicy,
  trust: ArchiveTrust,
): Promise<VerifiedClock> {
  const paper = { name: "clock", bytes: statement, cms, tst: timestamp };
  const hash = statementHash(statement);
  const said = await book.check(
    5,
    "clock",
    "时钟声明的签名与时间戳成立",
    "signature and timestamp of the statement hold",
    async () => {
      const stamped = await mustBeStamped(paper, trust);
      const [signer] = await signersOf(paper, trust, stamped);
      return { signer: signer ?? reject("binding", "no company signed it"), stamped };
    },
  );
  const proved = await book.check(4, "proof", "声明在透明日志中", "it is in the transparency log", () => {
    const { event, blind, proof } = log ?? lacks("log proof");
    const logged = parseEvent(event);
    if (logged.hash !== hash || logged.kind !== "clock") reject("proof", "the event is of another statement");
    return verifyTlogProof(eventCommitment(blind, event), proof, keys);
  });
  return { hash, said, proved };
}
