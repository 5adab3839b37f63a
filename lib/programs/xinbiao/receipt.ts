import { readContainer } from "@/lib/crypto/container";
import type { Archive } from "@/lib/crypto/archive";
import { checkReceiptProof, checkReceiptTrust, issuerOf, readReceiptBundle } from "@/lib/crypto/receipt-bundle";
import { reject } from "@/lib/crypto/reasons";
import { parseCheckpoint, parseNote } from "@/lib/crypto/checkpoint";
import { type Book, newBook } from "@/lib/crypto/verify-book";
import { parseCloseList, parseFreeze, parseReceipt, type Receipt } from "@/lib/crypto/statements";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import { verifyAgainstLog } from "@/lib/crypto/verify-tiles";
import { readTlogProof } from "@/lib/crypto/tlog-proof";
import { type Answer, type Call, type Command, incomplete } from "./command";
import { openFile, readSmall } from "./files";
import { logFiles } from "./log-files";
import { readArchive } from "./zip";
import { answerOf, logPolicyOf, trustOption, VERIFY_HELP, VERIFY_OPTIONS } from "./verify";

export const receipt: Command = {
  about: {
    zh: "核验回执文件 .sbcr：平台签名、与投标的对应、时间戳、日志证明",
    en: "verify a receipt file .sbcr: the platform's signature, the bid it is for, timestamp, log proof",
  },
  usage: [
    "MY.sbcr [--container bid.sbc] [--archive PUBLIC.zip] [--trust trust.json] [--log-key KEY --witness KEY…] [--log DIR|URL]",
  ],
  options: { ...VERIFY_OPTIONS, container: { type: "string" }, archive: { type: "string" } },
  help: {
    ...VERIFY_HELP,
    container: { zh: "回执所对应的容器", en: "the container the receipt is for" },
    archive: {
      zh: "本标段的公开归档：回执所记投标是否在截标名单中",
      en: "public archive of the lot: is the bid in the closing list",
    },
  },
  run: async (call) => {
    const [name, ...more] = call.files;
    if (!name || more.length > 0) return incomplete({ zh: "给出一个 .sbcr 文件", en: "give one .sbcr file" });
    return receiptAnswer(call, name);
  },
};

/** Judges one receipt. What the reader brought no keys for is said to be unproved, never taken for good. */
export async function receiptAnswer(call: Call, name: string): Promise<Answer> {
  const book = newBook();
  const bundle = await book.check(5, "bundle", "回执与投标相符", "receipt and bid belong together", async () =>
    readReceiptBundle(await readSmall(name)),
  );
  if (!bundle) return finished(call, book.findings, {});
  const issuer = await book.check(5, "issuer", "回执由平台签名", "the receipt is signed by the platform", () =>
    issuerOf(bundle),
  );
  const trust = await trustOption(call);
  if (trust && issuer)
    await book.check(2, "trust", "签名证书与时间戳可信", "certificates and timestamp are believed", () =>
      checkReceiptTrust(bundle, issuer, trust),
    );
  else
    book.note(
      "missing",
      2,
      "trust",
      "未给信任列表（--trust），证书未判断",
      "no trust list (--trust): certificates were not judged",
    );
  if (!bundle.token) book.note("none", 5, "token", "尚无时间戳", "no timestamp yet");
  const keys = logPolicyOf(call);
  const { proof } = bundle;
  if (!proof) book.note("missing", 4, "proof", "尚无日志证明", "no log proof yet");
  else if (!keys)
    book.note(
      "missing",
      4,
      "proof",
      "未给日志公钥（--log-key），日志证明未核对",
      "no log key (--log-key): the log proof was not checked",
    );
  else {
    const found = await book.check(4, "proof", "回执在日志中", "the receipt is in the log", () =>
      checkReceiptProof(bundle, proof, keys),
    );
    const log = call.text("log");
    if (found && log) {
      const { size, root } = parseCheckpoint(parseNote(readTlogProof(proof).checkpoint).text);
      const entry = { index: found.index, leaf: found.leaf, name: "receipt" };
      await verifyAgainstLog(book, logFiles(log), { ...keys, trust: trust ?? undefined }, new Map([[size, root]]), [
        entry,
      ]);
    }
  }
  const archive = call.text("archive");
  if (archive) await inClosing(book, archive, bundle.receipt);
  const container = call.text("container");
  if (container)
    await book.check(5, "container", "容器就是回执所说的那一个", "the container is the one the receipt is for", () =>
      sameBid(container, bundle.receipt.bid),
    );
  const { bid, arrival, seq, status, tender } = bundle.receipt;
  return finished(call, book.findings, { bid, arrival, seq, status, tender: { ...tender }, issuer });
}

/**
 * After the closing: the bid stands in the closing list under the blind of its own receipt, and the list gives the root. What
 * was submitted again after it is named by the freeze, and judged there.
 */
async function inClosing(book: Book, name: string, receipt: Receipt): Promise<void> {
  const archive = await readArchive(name);
  try {
    const { findings } = await verifyArchive(archive);
    const closing = findings.find(({ code }) => code === "closing");
    await book.check(6, "closing", "本投标在截标名单中", "the bid is in the closing list", () => {
      if (closing?.state !== "ok") reject(closing?.reason ?? "order", closing?.detail ?? "no closing list");
      const { bids, tender } = parseCloseList(archive.read("opening/close-list.json")!);
      if (tender.id !== receipt.tender.id || tender.lot !== receipt.tender.lot)
        reject("tender", "another lot's archive");
      if (bids.some(({ bid, blind }) => bid === receipt.bid && blind === receipt.blind)) return;
      const stood = bidOfAgain(archive, receipt) ?? reject("receipt", "the bid is not in the closing list");
      const again = findings.find(({ code }) => code === `resubmission:${stood.slice(0, 16)}`);
      if (again?.state !== "ok") reject(again?.reason ?? "order", again?.detail ?? "not judged");
    });
  } finally {
    await archive.close();
  }
}

/** The bid for which this receipt's container was submitted again, by the archive's freeze and receipt. */
function bidOfAgain({ read }: Pick<Archive, "read">, receipt: Receipt): string | null {
  const freeze = read("opening/freeze.json");
  const stood = freeze && parseFreeze(freeze).bids.find(({ resubmission }) => resubmission === receipt.bid)?.bid;
  const kept = stood && read(`bids/${stood}/resubmission-receipt.json`);
  return stood && kept && parseReceipt(kept).blind === receipt.blind ? stood : null;
}

async function sameBid(name: string, bid: string): Promise<void> {
  const file = await openFile(name);
  try {
    if ((await readContainer(file)).bid !== bid) reject("receipt", "the receipt is for another bid");
  } finally {
    await file.close();
  }
}

function finished(call: Call, found: Parameters<typeof answerOf>[2], facts: Answer["document"]): Answer {
  const findings = [...found].sort((a, b) => a.check - b.check);
  const has = (state: string) => findings.some((finding) => finding.state === state);
  return answerOf(call, has("false") ? "FALSE" : has("missing") ? "INCOMPLETE" : "OK", findings, facts);
}
