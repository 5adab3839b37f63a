import { NOTICE_LETTERS, type NoticeType } from "@/lib/domain/notice-content";
import { countOfType } from "@/lib/store/notices";

/** Number of a notice: tender code, letters of its type, serial among those of this type. */
export async function noticeNumber(
  tenderId: string,
  tenderCode: string,
  type: NoticeType,
  exceptId?: string,
): Promise<string> {
  const serial = (await countOfType(tenderId, type, exceptId)) + 1;
  return `${tenderCode}-${NOTICE_LETTERS[type]}${String(serial).padStart(2, "0")}`;
}
