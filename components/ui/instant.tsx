import { beijingDate, beijingIso } from "@/lib/i18n/format";
import { beijingTime } from "@/lib/i18n/instants";

/** An instant as `2026-12-01 09:30:00`, Beijing time, never broken across lines. `—` where there is none. */
export function Instant({
  at,
  part = "both",
}: {
  readonly at: Date | null | undefined;
  readonly part?: "both" | "date" | "time";
}) {
  if (!at) return <>—</>;
  const text = part === "date" ? beijingDate(at) : part === "time" ? beijingTime(at).slice(11) : beijingTime(at);
  return <time dateTime={part === "date" ? beijingDate(at) : beijingIso(at)}>{text}</time>;
}
