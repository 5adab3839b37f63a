import { eventsOfHash, type Proved } from "./verify-log";
import type { Setting } from "./verify-bids";
import type { Book } from "./verify-book";
import { paperAt, stampedAt } from "./verify-papers";
import type { StampedHead } from "./stamped-head";
import { statementHash } from "./statements";

const ACTS = ["close", "close-list", "freeze", "opening-record-1", "technical-result", "opening-record"] as const;
const WORDS: Readonly<Record<(typeof ACTS)[number], { readonly zh: string; readonly en: string }>> = {
  close: { zh: "截标声明", en: "closing statement" },
  "close-list": { zh: "截标名单", en: "closing list" },
  freeze: { zh: "冻结声明", en: "freeze" },
  "opening-record-1": { zh: "第一信封开标记录", en: "record of the first envelope" },
  "technical-result": { zh: "技术评审结果", en: "technical result" },
  "opening-record": { zh: "开标记录", en: "opening record" },
};

/**
 * Check 12: when each act happened, by whose clock, and how far that can be from the truth. The platform's own statement,
 * the authority's token where there is one, the witness's time on the checkpoint that holds the event and the first hourly
 * timestamp over such a checkpoint bound it.
 */
export async function verifyTimes(book: Book, setting: Setting, stamped: readonly StampedHead[]): Promise<void> {
  const { archive, trust, events } = setting;
  for (const act of ACTS) {
    const base = `opening/${act}`;
    if (!archive.read(`${base}.json`)) continue;
    const { zh, en } = WORDS[act];
    const [event] = eventsOfHash(events, statementHash(archive.read(`${base}.json`)!));
    const bounds = boundsOf(event, stamped);
    if (!archive.read(`${base}.tst`))
      book.note("none", 12, `time:${act}`, `${zh}没有时间戳；${bounds.zh}`, `the ${en} has no timestamp; ${bounds.en}`);
    else
      await book.check(
        12,
        `time:${act}`,
        `${zh}的时间戳成立；${bounds.zh}`,
        `the timestamp of the ${en} holds; ${bounds.en}`,
        async () => {
          const paper = paperAt(archive, base);
          await stampedAt(paper.tst!, paper.bytes, trust, base);
        },
      );
  }
}

type Words = { readonly zh: string; readonly en: string };

function boundsOf(event: Proved | undefined, stamped: readonly StampedHead[]): Words {
  const { zh, en } = witnessed(event);
  const over = stamped.filter(({ size }) => event && size > BigInt(event.index)).map(({ at }) => at.getTime());
  if (over.length === 0) return { zh, en };
  const at = new Date(Math.min(...over)).toISOString();
  return {
    zh: `${zh}；日志整点时间戳 ${at} 之前已在日志中`,
    en: `${en}; in the log before the hourly timestamp of ${at}`,
  };
}

function witnessed(event: Proved | undefined): Words {
  if (!event) return { zh: "日志事件未公开", en: "its log event is not disclosed" };
  const stated = event.event.at;
  if (event.cosignedAt === null) return { zh: `平台所记 ${stated}`, en: `the platform says ${stated}` };
  const seen = new Date(event.cosignedAt * 1000).toISOString();
  const gap = Math.max(0, Math.round((event.cosignedAt * 1000 - new Date(stated).getTime()) / 1000));
  return {
    zh: `平台所记 ${stated}，见证人不迟于 ${seen} 见到，相差至多 ${gap} 秒`,
    en: `the platform says ${stated}, a witness saw it by ${seen}, at most ${gap} s apart`,
  };
}
