import { getLocale, getTranslations } from "next-intl/server";
import { SignDialog } from "@/components/signing/sign-dialog";
import { ActForm } from "@/components/ui/act-form";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { Code } from "@/components/ui/code";
import { ConfirmAct } from "@/components/ui/confirm-act";
import { DataTable } from "@/components/ui/data-table";
import { SelectField, TextArea } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { RuleLinks } from "@/components/ui/rule-link";
import { asLocale } from "@/lib/i18n/locale";
import { word } from "@/lib/i18n/terms";
import { RECUSAL_CODES } from "@/lib/usecases/committee/recuse-self";
import type { EntryView } from "@/lib/usecases/evaluation/view-entry";
import { recuseSelfAction } from "../../../work/evaluations/actions";
import { prepareEntryAction, signEntryAction, voteChairAction } from "./actions";

type Props = { readonly view: EntryView };

export async function IdentityCheck({ view }: Props) {
  const t = await getTranslations("committee.entry");
  return (
    <section>
      <h2>{t("checkIn")}</h2>
      <p>
        {t("checkInText")} <RuleLinks ids={["R-112"]} />
      </p>
      <SignDialog
        label={t("checkInAct")}
        prepare={prepareEntryAction}
        commit={signEntryAction}
        input={{ lotId: view.lot.id, act: "checkIn" }}
      >
        {t("checkInText")}
      </SignDialog>
    </section>
  );
}

export async function Discipline({ view }: Props) {
  const [t, locale] = await Promise.all([getTranslations("committee.entry"), getLocale()]);
  return (
    <section>
      <h2>{t("discipline")}</h2>
      <p>
        {t("iPromise")} <RuleLinks ids={["R-112", "R-113"]} />
      </p>
      <ol className="promise">
        {view.discipline.map((clause) => (
          <li key={clause.zh}>{word(asLocale(locale), clause)}</li>
        ))}
      </ol>
      <SignDialog
        label={t("disciplineAct")}
        prepare={prepareEntryAction}
        commit={signEntryAction}
        input={{ lotId: view.lot.id, act: "discipline" }}
      >
        {t("discipline")}
      </SignDialog>
    </section>
  );
}

export async function Declaration({ view }: Props) {
  const [t, r] = await Promise.all([getTranslations("committee.entry"), getTranslations("committee.recusals")]);
  return (
    <section>
      <h2>{t("declaration")}</h2>
      <p>
        {t("declarationText")} <RuleLinks ids={["R-109"]} />
      </p>
      <p className="sec">{r("intro")}</p>
      <DataTable
        caption={t("bidder")}
        rows={view.bidders}
        rowKey={({ number }) => String(number)}
        empty="—"
        columns={[
          { key: "number", head: t("bidderNumber"), cell: ({ number }) => <span className="num">{number}</span> },
          { key: "name", head: t("bidder"), cell: ({ name }) => name },
          { key: "code", head: t("code"), nowrap: true, cell: ({ uscc }) => <Code value={uscc} /> },
        ]}
      />
      <div className="row gap16 acts-row">
        <SignDialog
          label={t("declareAct")}
          prepare={prepareEntryAction}
          commit={signEntryAction}
          input={{ lotId: view.lot.id, act: "declaration" }}
        >
          {t("declareEffect")}
        </SignDialog>
        <ConfirmAct
          label={t("recuse")}
          title={t("recuseTitle")}
          action={recuseSelfAction}
          hidden={{ lotId: view.lot.id }}
          doneTo="/work/recusals"
          kind="danger"
          large
        >
          <p>{t("recuseEffect")}</p>
          <SelectField
            name="cause"
            label={r("cause")}
            options={RECUSAL_CODES.map((code) => ({ value: code, label: r(`causes.${code}`) }))}
          />
          <TextArea name="reason" label={r("reason")} rows={3} />
        </ConfirmAct>
      </div>
    </section>
  );
}

export async function Election({ view }: Props) {
  const t = await getTranslations("committee.entry");
  const { lot, ballot, seats } = view;
  return (
    <section>
      <h2>{t("election")}</h2>
      <p>{t("electionText")}</p>
      {ballot > 1 ? <Notice tone="attention">{t("tied")}</Notice> : null}
      <ActForm
        action={voteChairAction}
        submit={t("voteAct")}
        hidden={{ lotId: lot.id, ballot: String(ballot) }}
        legal
        key={ballot}
      >
        <ChoiceGroup
          kind="radio"
          name="memberId"
          label={`${t("candidate")}（${t("ballot", { ballot })}）`}
          options={seats.map(({ id, number, name, kind, own }) => ({
            value: id,
            label: t("memberOption", {
              number,
              name: name ?? "",
              kind: own ? t("self") : t(kind === "representative" ? "representative" : "expert"),
            }),
          }))}
        />
      </ActForm>
    </section>
  );
}
