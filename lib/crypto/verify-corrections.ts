import { correctionAnswerDigest } from "./correction-answer";
import type { OpeningRecord } from "./opening-statements";
import { reject } from "./reasons";
import type { ScoreSheets } from "./score-sheets";
import { parseAct } from "./signed-acts";
import { statementHash } from "./statements";
import type { Setting } from "./verify-bids";
import { lacks } from "./verify-book";
import { mustBeSignedBy, paperAt } from "./verify-papers";

type Correction = NonNullable<ScoreSheets["result"]["corrections"]>[number];

/**
 * Check 11 for arithmetic corrections: each was accepted by an answer that its bidder signed, to this fault and this
 * change of its price, and that the log holds. One price is corrected by its words or by lines, not by both.
 */
export async function verifyCorrections(
  setting: Setting,
  { result: { corrections = [] } }: ScoreSheets,
  record: OpeningRecord,
): Promise<void> {
  if (new Set(corrections.map(({ answer }) => answer)).size !== corrections.length)
    reject("scores", "one answer for two corrections");
  for (const one of corrections) {
    const others = corrections.filter(({ bid }) => bid === one.bid);
    if (others.some((other) => other.fault.kind !== one.fault.kind && changes(other) && changes(one)))
      reject("scores", `price of ${one.bid}: corrected by words and by a line`);
    await checkAnswer(setting, one, record);
  }
}

const changes = ({ delta }: Correction): boolean => !/^-?0(\.0+)?$/.test(delta);

/** The signed act lies among the statements of a full archive; its digest covers the correction. */
async function checkAnswer(
  { archive, events, trust }: Setting,
  { answer, asked, bid, delta, fault, said }: Correction,
  record: OpeningRecord,
): Promise<void> {
  const logged = events.filter(({ event: { kind } }) => kind === "clarification-answer");
  if (logged.length === 0) lacks("the log events of the bidders' answers");
  const event = logged.find((one) => one.event.hash === answer)?.event;
  if (!event) return reject("scores", `correction of ${bid}: its answer is not in the log`);
  const name = archive.names.find(
    (one) => /^statements\/\d+-act\.json$/.test(one) && statementHash(archive.read(one)!) === answer,
  );
  const paper = paperAt(archive, name?.slice(0, -5) ?? lacks(`the answer to the correction of ${bid}`));
  const { uscc } = record.bids.find((one) => one.bid === bid) ?? reject("scores", `correction of ${bid}: not opened`);
  await mustBeSignedBy(paper, uscc, trust, new Date(event.at));
  const act = parseAct(paper.bytes);
  const digest = correctionAnswerDigest({ accepts: "yes", asked, bid, delta, fault, said });
  if (act.act !== "clarification.answer" || act.subject !== asked || act.digest !== digest)
    reject("scores", `correction of ${bid}: its answer accepts something else`);
}
