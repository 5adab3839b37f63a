import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { DataTable } from "@/components/ui/data-table";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { KEEP_GROUNDS } from "@/lib/domain/bond";
import type { AwardView } from "@/lib/usecases/award/view-award";
import { keepBondAction, refundBondAction } from "./actions";

/** What goes back to whom by when, with interest; or does not, on a ground of the law. */
export async function Bonds({ view }: { readonly view: AwardView }) {
  const t = await getTranslations("award");
  const due = view.bonds.filter(({ state }) => state === "refundDue");
  return (
    <section className="sect">
      <h2>{t("bonds")}</h2>
      <DataTable
        caption={t("bonds")}
        rows={view.bonds}
        rowKey={({ id }) => id}
        empty={t("noBonds")}
        columns={[
          { key: "payer", head: t("payer"), cell: (bond) => bond.name },
          { key: "amount", head: t("amount"), right: true, cell: (bond) => <Money value={bond.amountFen} /> },
          { key: "state", head: t("stateHead"), cell: (bond) => t(`bondState.${bond.state}`) },
          {
            key: "due",
            head: t("bondsDue"),
            nowrap: true,
            cell: (bond) => (
              <>
                <Instant at={bond.refundDue} />
                {bond.state === "refundDue" && bond.refundDue && view.now >= bond.refundDue ? (
                  <span className="t-bad"> {t("late")}</span>
                ) : null}
              </>
            ),
          },
          { key: "at", head: t("refundedAt"), nowrap: true, cell: (bond) => <Instant at={bond.refundedAt} /> },
          { key: "interest", head: t("interest"), right: true, cell: (bond) => <Money value={bond.interestFen} /> },
        ]}
      />
      {view.acting
        ? due.map((bond) => (
            <div key={bond.id}>
              <h3>{bond.name}</h3>
              <ActForm
                action={refundBondAction}
                submit={t("refund")}
                hidden={{ bondId: bond.id }}
                kind="plain"
                scope={bond.id}
              >
                <TextField name="interest" label={t("interest")} unit={t("yuan")} inputMode="decimal" />
              </ActForm>
              <details className="fold">
                <summary>{t("keep")}</summary>
                <ActForm
                  action={keepBondAction}
                  submit={t("keep")}
                  hidden={{ bondId: bond.id }}
                  kind="danger"
                  scope={bond.id}
                >
                  <SelectField
                    name="ground"
                    label={t("keepGround")}
                    options={KEEP_GROUNDS.map((one) => ({ value: one, label: t(`keepGrounds.${one}`) }))}
                  />
                  <TextArea name="evidence" label={t("evidence")} />
                </ActForm>
              </details>
            </div>
          ))
        : null}
    </section>
  );
}
