import type { Actor } from "@/lib/domain/actor";
import type { NoticeType } from "@/lib/domain/notice-content";
import type { Tx } from "@/lib/store/db";
import type { NoticeWithLots } from "@/lib/store/notices";
import { afterCandidates } from "@/lib/usecases/award/after-candidates";
import { afterTermination } from "./after-termination";

/** What a published notice of a type changes besides being published, in its own transaction; its lots are locked. */
export type AfterPublication = (tx: Tx, actor: Actor, notice: NoticeWithLots, at: Date) => Promise<void>;

/** Whoever publishes another type of notice through review and signature adds a line. */
export const AFTER_PUBLICATION: Partial<Readonly<Record<NoticeType, AfterPublication>>> = {
  candidateNotice: afterCandidates,
  terminationNotice: afterTermination,
};
