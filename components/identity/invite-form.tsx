"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActForm } from "@/components/ui/act-form";
import type { ActState } from "@/components/ui/act-context";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { CopyButton } from "@/components/ui/copy-button";
import { type Option, SelectField, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";

type Act = (
  previous: ActState<{ readonly address: string }> | null,
  form: FormData,
) => Promise<ActState<{ readonly address: string }>>;

/** Invites a person; the address is shown once, here, and kept nowhere in the clear. */
export function InviteForm({ action, roles }: { readonly action: Act; readonly roles: readonly Option[] }) {
  const t = useTranslations("organisation");
  const r = useTranslations("register");
  const [last, remember] = useState<{ readonly name: string; readonly address: string } | null>(null);
  const invite: Act = async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.ok) remember({ name: String(form.get("personName") ?? ""), address: answer.value.address });
    return answer;
  };
  const duties = (["operate", "sign", "admin"] as const).map((value) => ({ value, label: t(`dutyNames.${value}`) }));
  return (
    <>
      {last ? (
        <Notice tone="good" role="status">
          {t("inviteDone", { name: last.name })} <span className="mono wrap">{last.address}</span>{" "}
          <CopyButton value={last.address} label={t("copyLink")} done={t("copied")} />
        </Notice>
      ) : null}
      <ActForm action={invite} submit={t("inviteSubmit")} clear>
        <TextField name="personName" label={t("member")} maxLength={60} />
        <TextField name="phone" label={r("phone")} type="tel" maxLength={20} />
        <SelectField name="role" label={t("role")} options={roles} />
        <ChoiceGroup kind="checkbox" name="duties" label={t("duties")} options={duties} chosen={["operate"]} />
        <TextField name="validFrom" label={t("from")} hint={t("dateHint")} type="date" optional short />
        <TextField name="validTo" label={t("to")} type="date" optional short />
      </ActForm>
    </>
  );
}
