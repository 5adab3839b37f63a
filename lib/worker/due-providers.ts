import { dueExpiries } from "@/lib/usecases/certificate/remind-expiry";
import type { DueProvider } from "@/lib/usecases/due";
import { dueMessages } from "@/lib/usecases/exchange/due-messages";
import { dueOpenings } from "@/lib/usecases/opening/due-openings";
import { dueRehearsals } from "@/lib/usecases/opening/rehearse-opening";
import { dueExtensions } from "@/lib/usecases/notice/offered-extension";
import { dueScreenings } from "@/lib/usecases/committee/screen-committee";

/** Everything that falls due by time alone; each noun adds its line. */
export const DUE_PROVIDERS: readonly DueProvider[] = [
  dueOpenings,
  dueRehearsals,
  dueScreenings,
  dueMessages,
  dueExpiries,
  dueExtensions,
];
