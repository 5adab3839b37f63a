import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ActForm } from "@/components/ui/act-form";
import { EmptyState } from "@/components/ui/empty-state";
import { SelectField, TextField } from "@/components/ui/field";
import { Instant } from "@/components/ui/instant";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { viewBonds } from "@/lib/usecases/bond/give-bond";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { giveBondAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bond"))("title") };
}

/** A bidder's own bonds; nobody else sees who gave one before the announcement (C-7). */
export default async function BondsPage() {
  const all = (await orNotFound(viewBonds(await currentActor()))).filter(({ required, bond }) => required || bond);
  // What is still to be given comes first.
  const lines = [...all.filter(({ bond }) => !bond), ...all.filter(({ bond }) => bond)];
  const t = await getTranslations("bond");
  return (
    <>
      <PageHeader title={t("title")} />
      <p className="sec">{t("hidden")}</p>
      {lines.length === 0 ? <EmptyState>{t("empty")}</EmptyState> : null}
      {lines.map((line) => (
        <section className="sect" key={line.lotId}>
          <h2>{line.name}</h2>
          <p>
            {t("amount")} <Money value={line.amount} unit />
          </p>
          {line.bond ? (
            <Notice tone="good">
              {t("given", {
                form: t(`form.${line.bond.form}`),
                number: line.bond.number,
                state: t(`state.${line.bond.state}`),
              })}
              {line.bond.state === "refundDue" ? (
                <>
                  {"　"}
                  {t("refundDue")} <Instant at={line.bond.refundDue} />
                </>
              ) : null}
              {line.bond.refundedAt ? (
                <>
                  {"　"}
                  {t("refundedAt")} <Instant at={line.bond.refundedAt} />
                  {"　"}
                  {t("interest")} <Money value={line.bond.interestFen} />
                </>
              ) : null}
              {line.bond.keptGround ? `　${t("kept")}：${line.bond.keptGround.replace(/^\w+: /, "")}` : null}
            </Notice>
          ) : null}
          {line.bond && !(line.open && (line.bond.state === "refundDue" || line.bond.state === "refunded")) ? null : (
            <ActForm action={giveBondAction} submit={t("give")} hidden={{ lotId: line.lotId }}>
              <SelectField
                name="form"
                label={t("formLabel")}
                options={line.forms.map((form) => ({ value: form, label: t(`form.${form}`) }))}
              />
              <TextField name="number" label={t("number")} />
              <TextField
                name="validTo"
                type="date"
                label={t("validTo")}
                hint={t("validHint")}
                defaultValue={line.validityTo ?? ""}
              />
            </ActForm>
          )}
        </section>
      ))}
    </>
  );
}
