import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { newBook } from "@/lib/crypto/verify-book";
import { verifyOutage } from "@/lib/crypto/verify-outage";
import { verifyAgainstLog } from "@/lib/crypto/verify-tiles";
import { type Answer, type Call, incomplete } from "./command";
import { readSmall } from "./files";
import { logFiles } from "./log-files";
import { answerOf, logPolicyOf } from "./verify";

/** Judges what a witness has signed of a time in which the platform could not be reached (protocol §5.5). */
export async function outageAnswer(call: Call, name: string): Promise<Answer> {
  const keys = logPolicyOf(call);
  if (!keys || keys.witnesses.length === 0)
    return incomplete({
      zh: "需要日志公钥和见证人公钥（--log-key、--witness）",
      en: "keys of log and witness are needed (--log-key, --witness)",
    });
  const book = newBook();
  const text = new TextDecoder().decode(await readSmall(name));
  const { outage, proved } = await verifyOutage(book, text, keys);
  const log = call.text("log");
  if (outage && proved && log) {
    const { proof } = (JSON.parse(text) as { readonly log: { readonly proof: string } }).log;
    const { size, root } = parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text);
    const entry = { index: proved.index, leaf: proved.leaf, name: "outage" };
    await verifyAgainstLog(book, logFiles(log), keys, new Map([[size, root]]), [entry]);
  }
  const has = (state: string) => book.findings.some((finding) => finding.state === state);
  const verdict = has("false") ? "FALSE" : has("missing") ? "INCOMPLETE" : "OK";
  const facts = outage
    ? { hash: outage.hash, from: outage.statement.from, to: outage.statement.to, witness: outage.statement.witness }
    : {};
  return answerOf(call, verdict, book.findings, { ...facts, platform: outage?.statement.platform ?? null });
}
