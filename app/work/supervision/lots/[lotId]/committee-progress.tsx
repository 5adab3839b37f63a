import { getTranslations } from "next-intl/server";
import { DefinitionList } from "@/components/ui/definition-list";
import { StateMark } from "@/components/ui/status-tag";
import { COMMITTEE_STATES } from "@/lib/i18n/state-terms";
import { stateTerm } from "@/lib/i18n/terms";
import type { OversightView } from "@/lib/usecases/supervision/view-oversight";

/** How far committee and evaluation are, in numbers alone. */
export async function CommitteeProgress({ committee }: Pick<OversightView, "committee">) {
  const t = await getTranslations("committee.oversight");
  return (
    <section className="sect">
      <h2>{t("title")}</h2>
      {committee ? (
        <DefinitionList
          items={[
            { term: t("state"), value: <StateMark term={stateTerm(COMMITTEE_STATES, committee.state)} /> },
            { term: t("members"), value: t("membersValue", { size: committee.size, experts: committee.experts }) },
            { term: t("accepted"), value: committee.accepted },
            { term: t("checkedIn"), value: committee.checkedIn },
            { term: t("declared"), value: committee.declared },
            { term: t("left"), value: committee.left },
          ]}
        />
      ) : (
        <p className="sec">{t("none")}</p>
      )}
    </section>
  );
}
