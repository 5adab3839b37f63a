import { type LegalClock, legalClock } from "@/lib/domain/schedule";
import { CHINA } from "@/lib/kernel/china-calendar";
import type { LotWithTender } from "@/lib/store/lots";

/** The legal clock a lot runs by: the calendar, or the short days of a training tender. */
export const clockOfLot = (lot: LotWithTender): LegalClock => legalClock(lot.tender, CHINA);
