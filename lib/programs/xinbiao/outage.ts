import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { isClockEvidence, readClock, readClockEvidence } from "@/lib/crypto/clock-statement";
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
  return isClockEvidence(text) ? clockAnswer(call, text) : unreachableAnswer(call, text);
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

async function clockAnswer(call: Call, text: string): Promise<Answer> {
  const [keys, trust] = [logPolicyOf(call), await trustOption(call)];
  // A witness, too: it is the platform's word on itself, and its log might be one that it shows to nobody else.
  if (!keys || keys.witnesses.length === 0 || !trust)
    return incomplete({
      zh: "这是平台对自身时钟的声明：需要日志公钥、见证人公钥和信任列表（--log-key、--witness、--trust）",
      en: "this is a platform's statement on its own clock: keys of log and witness and a trust list are needed (--log-key, --witness, --trust)",
    });
  const book = newBook();
  const evidence = await book.check(1, "evidence", "文件可读", "the file is readable", () => readClockEvidence(text));
  if (!evidence) return answerOf(call, verdictOf(book), book.findings, { hash: null });
  const { hash, said, proved } = await verifyClockEvidence(book, evidence, keys, trust);
  if (proved) await againstLog(call, book, keys, evidence.log!.proof, proved);
  if (!said) return answerOf(call, verdictOf(book), book.findings, { hash });
  const { at, off_ms, sources, state } = readClock(evidence.statement);
  const facts = { signer: said.signer, stamped: said.stamped.toISOString(), at, off_ms, sources, state };
  return answerOf(call, verdictOf(book), book.findings, { hash, ...facts });
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
