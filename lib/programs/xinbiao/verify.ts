import { readPdfSignatures } from "@/lib/adapters/pdf/verify-pdf";
import { readTrust } from "@/lib/crypto/archive";
import { readVerifierKey } from "@/lib/crypto/checkpoint";
import type { LogPolicy } from "@/lib/crypto/tlog-proof";
import { verifyArchive } from "@/lib/crypto/verify-archive";
import type { Finding } from "@/lib/crypto/verify-book";
import { rescore } from "@/lib/domain/rescoring";
import { type Answer, type Call, type Command, incomplete } from "./command";
import { readSmall } from "./files";
import { logFiles } from "./log-files";
import { outageAnswer } from "./outage";
import { receiptAnswer } from "./receipt";
import { readArchive } from "./zip";

export const VERIFY_OPTIONS = {
  trust: { type: "string" },
  crl: { type: "string", multiple: true },
  "log-key": { type: "string" },
  witness: { type: "string", multiple: true },
  log: { type: "string" },
} as const;

export const VERIFY_HELP = {
  trust: { zh: "自己的信任列表（trust-list JSON）", en: "your own trust list (trust-list JSON)" },
  crl: { zh: "吊销列表（DER，可重复）", en: "revocation list (DER, repeatable)" },
  "log-key": { zh: "日志的验证公钥（名称+哈希+公钥）", en: "the log's verifier key (name+hash+key)" },
  witness: { zh: "见证人的验证公钥（可重复）", en: "verifier key of a witness (repeatable)" },
  log: {
    zh: "公开日志的目录或网址（其下有 checkpoint 与 tile/）：与日志本身核对",
    en: "folder or address of the public log (with checkpoint and tile/): compared with the log itself",
  },
};

/** Keys of log and witnesses the reader brings, if any. */
export function logPolicyOf(call: Call): LogPolicy | null {
  const key = call.text("log-key");
  const witnesses = call.texts("witness").map(readVerifierKey);
  return key ? { log: readVerifierKey(key), witnesses, quorum: Math.min(1, witnesses.length) } : null;
}

export async function trustOption(call: Call) {
  const file = call.text("trust");
  return file ? readTrust(await readSmall(file), await Promise.all(call.texts("crl").map(readSmall))) : null;
}

export const verify: Command = {
  about: {
    zh: "离线核验归档包或回执：每项检查一行；0 全部成立，1 有不成立，2 不完整",
    en: "verify an archive package or a receipt, offline: one line for each check; 0 all holds, 1 something is false, 2 incomplete",
  },
  usage: [
    "ARCHIVE.zip [--trust trust.json] [--log-key KEY --witness KEY…] [--log DIR|URL] [--public | --full]",
    "--outage WITNESSED.json --log-key KEY --witness KEY… [--log DIR|URL]",
    "--outage CLOCK.json --trust trust.json [--crl FILE…] --log-key KEY --witness KEY… [--log DIR|URL]",
    "--receipt MY.sbcr [--trust trust.json] [--log-key KEY --witness KEY…] [--log DIR|URL] [--container bid.sbc] [--archive PUBLIC.zip]",
  ],
  options: {
    ...VERIFY_OPTIONS,
    public: { type: "boolean" },
    full: { type: "boolean" },
    receipt: { type: "string" },
    outage: { type: "string" },
    container: { type: "string" },
    archive: { type: "string" },
  },
  help: {
    ...VERIFY_HELP,
    public: { zh: "要求是公开归档", en: "it must be a public archive" },
    full: { zh: "要求是完整归档", en: "it must be a full archive" },
    receipt: { zh: "只核验这一份回执", en: "verify this receipt alone" },
    outage: {
      zh: "只核验这一份平台停止接收投标的证据（/api/v1/outages/…，或见证人的签名记录）",
      en: "verify this evidence of a time without intake alone (/api/v1/outages/…, or a witness's signed note)",
    },
    container: { zh: "回执所对应的容器", en: "the container the receipt is for" },
    archive: {
      zh: "本标段的公开归档：回执所记投标是否在截标名单中",
      en: "public archive of the lot: is the bid in the closing list",
    },
  },
  run: async (call) => {
    const receipt = call.text("receipt");
    if (receipt) return receiptAnswer(call, receipt);
    const outage = call.text("outage");
    if (outage) return outageAnswer(call, outage);
    const [name, ...more] = call.files;
    if (!name || more.length > 0) return incomplete({ zh: "给出一个归档包", en: "give one archive package" });
    const trustFile = call.text("trust");
    const logPolicy = logPolicyOf(call);
    const log = call.text("log");
    const archive = await readArchive(name);
    const { verdict, index, findings } = await verifyArchive(archive, {
      rescore,
      pdfSignatures: readPdfSignatures,
      ...(trustFile ? { trustList: await readSmall(trustFile) } : {}),
      ...(logPolicy ? { logPolicy } : {}),
      ...(log ? { log: logFiles(log) } : {}),
    }).finally(() => archive.close());
    const wanted = call.flag("public") ? "public" : call.flag("full") ? "full" : null;
    if (index && wanted && index.kind !== wanted)
      return incomplete({ zh: `这是${index.kind}归档`, en: `this is a ${index.kind} archive` });
    return answerOf(call, verdict, findings, { kind: index?.kind ?? null, tender: index?.tender ?? null });
  },
};

const MARK = { ok: ["成立", "OK"], false: ["不成立", "FALSE"], missing: ["缺", "MISSING"], none: ["－", "-"] } as const;

/** Findings as lines, and the verdict with its exit code. */
export function answerOf(
  call: Call,
  verdict: "OK" | "FALSE" | "INCOMPLETE",
  findings: readonly Finding[],
  facts: Answer["document"],
): Answer {
  const lines = findings.map(({ check, code, state, zh, en, reason, detail }) => {
    const [zhMark, enMark] = MARK[state];
    const why = detail ? ` (${reason ?? "missing"}: ${detail})` : "";
    return call.say({
      zh: `${String(check).padStart(2)} ${zhMark} ${zh} [${code}]${why}`,
      en: `${String(check).padStart(2)} ${enMark} ${en} [${code}]${why}`,
    });
  });
  const complaint = findings
    .filter(({ state }) => state === "false")
    .map(({ code, zh, en }) =>
      call.say({
        zh: `可据此提出异议：“${zh}”一项经离线核验不成立（${code}）；附上本归档包与本输出。`,
        en: `To file as a complaint: "${en}" was found false by offline verification (${code}); attach this archive and this output.`,
      }),
    );
  const words = { OK: ["成立", "OK"], FALSE: ["不成立", "FALSE"], INCOMPLETE: ["不完整", "INCOMPLETE"] }[verdict];
  const first = findings.find(({ state }) => state === (verdict === "FALSE" ? "false" : "missing"));
  const code = verdict === "OK" ? 0 : verdict === "FALSE" ? 1 : 2;
  return {
    code,
    document: { verdict, ...facts, findings: findings.map((finding) => ({ ...finding })) },
    lines: [...lines, ...complaint, call.say({ zh: words[0]!, en: words[1]! })],
    ...(code === 0 ? {} : { reason: first?.reason ?? "incomplete" }),
  };
}
