import type { Actor } from "@/lib/domain/actor";
import type { NoticeType } from "@/lib/domain/notice-content";
import { type NoticeHit, searchNotices } from "@/lib/store/notice-search";

const KINDS: readonly NoticeType[] = ["candidateNotice", "resultNotice", "contractNotice", "failureNotice"];
const SHOWN = 10;

/** The latest outcomes by kind: for everybody, without login. */
export function viewResults(
  _actor: Actor,
): Promise<{ readonly type: NoticeType; readonly hits: readonly NoticeHit[] }[]> {
  const group = async (type: NoticeType) => ({
    type,
    hits: await searchNotices({ types: [type], order: "new" }, SHOWN, 0),
  });
  return Promise.all(KINDS.map(group));
}
