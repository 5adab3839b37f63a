import { compactTime } from "@/lib/kernel/format";
import { dealCode } from "@/lib/kernel/ids";

/**
 * The unified deal code of a lot: type, tenderee, day, serial, check character (data dictionary §3). The serial is the
 * lot's own number within the platform, taken from its code.
 */
export const dealCodeFor = (type: string, uscc: string, at: Date, lotCode: string): string =>
  dealCode(type, uscc, compactTime(at).slice(0, 8), lotCode.slice(-6));
