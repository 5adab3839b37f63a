import { getTranslations } from "next-intl/server";
import { MarkDesk } from "@/components/evaluation/mark-desk";
import type { MarksView } from "@/lib/usecases/evaluation/view-marks";
import { beijingDate } from "@/lib/kernel/calendar";
import type { ReviewView } from "@/lib/usecases/evaluation/view-review";
import { ClarificationList } from "./clarification-list";
import { lockMarksAction, saveMarkAction } from "./review-actions";

/** One's own marks of the phase at hand, beside the documents. */
export async function MarksPart({ view, marks }: { readonly view: ReviewView; readonly marks: MarksView }) {
  const t = await getTranslations("review");
  const waiting = view.members.filter((member) => !(marks.phase === "technical" ? member.technical : member.business));
  return (
    <MarkDesk
      key={marks.phase}
      lotId={view.lot.id}
      seat={view.own.id}
      phase={marks.phase}
      locked={marks.locked}
      blind={view.blind}
      criteria={marks.criteria}
      columns={marks.columns}
      marks={marks.marks}
      files={view.files}
      watermark={`${t("expertNo", { number: view.own.number })} ${beijingDate(view.now)}`}
      waitingFor={waiting.filter(({ own }) => !own).map(({ number }) => t("expertNo", { number }))}
      save={saveMarkAction}
      lock={lockMarksAction}
    >
      <ClarificationList view={view} />
    </MarkDesk>
  );
}
