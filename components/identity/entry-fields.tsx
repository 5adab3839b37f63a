"use client";

import { useTranslations } from "next-intl";
import { ChoiceGroup } from "@/components/ui/choice-field";
import { SelectField, TextField } from "@/components/ui/field";
import { OPEN_ROLES, PARTY_KINDS, type PartyEntry } from "@/lib/domain/party";
import { ROLE_TERMS, word } from "@/lib/i18n/terms";
import type { Locale } from "@/lib/i18n/locale";

/** An organisation's registered data as form fields, empty or filled from a version. */
export function EntryFields({ locale, entry }: { readonly locale: Locale; readonly entry?: PartyEntry }) {
  const t = useTranslations("register");
  const roles = OPEN_ROLES.map((value) => ({ value, label: word(locale, ROLE_TERMS[value]) }));
  const kinds = PARTY_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }));
  return (
    <>
      <TextField
        name="name"
        label={t("name")}
        hint={t("nameHint")}
        maxLength={200}
        autoComplete="organization"
        defaultValue={entry?.name}
      />
      <SelectField name="kind" label={t("kind")} options={kinds} defaultValue={entry?.kind ?? "enterprise"} />
      <TextField
        name="regionCode"
        label={t("regionCode")}
        hint={t("regionCodeHint")}
        inputMode="numeric"
        maxLength={6}
        short
        defaultValue={entry?.regionCode}
      />
      <TextField
        name="legalRepresentative"
        label={t("legalRepresentative")}
        maxLength={60}
        defaultValue={entry?.legalRepresentative}
      />
      <TextField
        name="address"
        label={t("address")}
        maxLength={200}
        autoComplete="street-address"
        defaultValue={entry?.address}
      />
      <TextField name="contactName" label={t("contactName")} maxLength={60} defaultValue={entry?.contactName} />
      <TextField
        name="contactPhone"
        label={t("contactPhone")}
        type="tel"
        maxLength={20}
        defaultValue={entry?.contactPhone}
      />
      <TextField
        name="email"
        label={t("email")}
        type="email"
        optional
        maxLength={100}
        defaultValue={entry?.email ?? ""}
      />
      <TextField
        name="basicAccount"
        label={t("basicAccount")}
        hint={t("basicAccountHint")}
        optional
        maxLength={60}
        defaultValue={entry?.basicAccount ?? ""}
      />
      <ChoiceGroup
        kind="checkbox"
        name="roles"
        label={t("roles")}
        hint={t("rolesHint")}
        options={roles}
        chosen={entry?.roles ?? []}
      />
    </>
  );
}
