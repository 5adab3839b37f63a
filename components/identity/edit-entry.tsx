"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { ActForm } from "@/components/ui/act-form";
import type { PartyEntry } from "@/lib/domain/party";
import type { Locale } from "@/lib/i18n/locale";
import { EntryFields } from "./entry-fields";
import { EvidenceField } from "./evidence-field";

type Props = {
  readonly entry: PartyEntry;
  readonly basedOn: number;
  readonly locale: Locale;
  readonly action: ComponentProps<typeof ActForm>["action"];
};

/** The form for changed data, closed until it is wanted. */
export function EditEntry({ entry, basedOn, locale, action }: Props) {
  const t = useTranslations("organisation");
  return (
    <details className="fold" style={{ marginTop: 16 }}>
      <summary>{t("edit")}</summary>
      <div className="narrow" style={{ marginTop: 16, maxWidth: 560 }}>
        <ActForm action={action} submit={t("save")} hidden={{ basedOn: String(basedOn) }} done={t("saved")}>
          <EntryFields locale={locale} entry={entry} />
          <EvidenceField />
        </ActForm>
      </div>
    </details>
  );
}
