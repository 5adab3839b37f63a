import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { type ClockEvidence, readClock, readClockEvidence } from "@/lib/crypto/clock-statement";
import { type LogPolicy, type Proved, readTlogProof } from "@/lib/crypto/tlog-proof";
import { type Book, newBook } from "@/lib/crypto/verify-book";
import { verifyClockEvidence } from "@/lib/crypto/verify-clock";
import { verifyOutage } from "@/lib/crypto/verify-outage";
import { verifyAgainstLog } from "@/lib/crypto/verify-tiles";
import { type Answer, type Call, incomplete } from "./command";
import { readSmall } from "./files";
import { logFiles } from "./log-files";
import { answerOf, logPolicyOf, trustOption } from "./verify";

/** Judges what was signed of a time in which no bids were taken (protocol §5.5): by a witness, or by the platform itself. */
export async function outageAnswer(call: Call, name: string): Promise<Answer> {
  const text = new TextDecoder().decode(await readSmall(name));
  const clock = text.startsWith("SBC/1 ") ? null : readClockEvidence(text);
  return clock ? clockAnswer(call, clock) : unreachableAnswer(call, text);
}

async function unreachableAnswer(call: Call, text: string): Promise<Answer> {
  const keys = logPolicyOf(call);
  if (!keys || keys.witnesses.length === 0)
    return incomplete({
      zh: "需要日志公钥和见证人公钥（--log-key、--witness）",
      en: "keys of log and witness are needed (--log-key, --witness)",
    });
  const book = newBook();
  const { outage, proved } = await verifyOutage(book, text, keys);
  const proof = outage && proved ? (JSON.parse(text) as { readonly log: { readonly proof: string } }).log.proof : null;
  if (proof) await againstLog(call, book, keys, proof, proved!);
  const facts = outage
    ? { hash: outage.hash, from: outage.statement.from, to: outage.statement.to, witness: outage.statement.witness }
    : {};
  return answerOf(call, verdictOf(book), book.findings, { ...facts, platform: outage?.statement.platform ?? null });
}

async function clockAnswer(call: Call, evidence: ClockEvidence): Promise<Answer> {
  const [keys, trust] = [logPolicyOf(call), await trustOption(call)];
  if (!keys || !trust)
    return incomplete({
      zh: "这是平台对自身时钟的声明：需要日志公钥和信任列表（--log-key、--trust）",
      en: "this is the platform's statement on its own clock: the log's key and a trust list are needed (--log-key, --trust)",
    });
  const book = newBook();
  const { hash, signer, proved } = await verifyClockEvidence(book, evidence, keys, trust);
  if (proved) await againstLog(call, book, keys, evidence.log!.proof, proved);
  const said = signer ? readClock(evidence.statement) : null;
  const facts = said ? { at: said.at, off_ms: said.off_ms, sources: said.sources, state: said.state } : {};
  return answerOf(call, verdictOf(book), book.findings, { hash, ...facts, platform: signer });
}

async function againstLog(call: Call, book: Book, keys: LogPolicy, proof: string, proved: Proved): Promise<void> {
  const log = call.text("log");
  if (!log) return;
  const { size, root } = parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text);
  const entry = { index: proved.index, leaf: proved.leaf, name: "outage" };
  await verifyAgainstLog(book, logFiles(log), keys, new Map([[size, root]]), [entry]);
}

function verdictOf({ findings }: Book) {
  const has = (state: string) => findings.some((finding) => finding.state === state);
  return has("false") ? "FALSE" : has("missing") ? "INCOMPLETE" : "OK";
}
