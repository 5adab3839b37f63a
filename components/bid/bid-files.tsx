"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/ui/file-drop";
import { Notice } from "@/components/ui/notice";
import { partOf } from "@/lib/domain/bid-parts";
import { fileSize } from "@/lib/i18n/format";
import type { ChosenFile } from "./seal-bid";

type Props = {
  readonly attachments: readonly { readonly role: string; readonly label: string; readonly required: boolean }[];
  readonly files: readonly ChosenFile[];
  /** Names from the saved draft: the files themselves have to be chosen again. */
  readonly before: readonly { readonly name: string; readonly role: string }[];
  readonly onChange: (files: readonly ChosenFile[]) => void;
  readonly twoEnvelopes: boolean;
};

/** The documents' word says what belongs to the price where the role says nothing. */
const isPriced = ({ role, label }: { readonly role: string; readonly label: string }): boolean =>
  partOf({ role, part: label }) === "price";

/** Files of the bid by part; chosen here, encrypted here. */
export function BidFiles({ attachments, files, before, onChange, twoEnvelopes }: Props) {
  const t = useTranslations("bid");
  return (
    <section className="sect">
      <h2>{t("parts")}</h2>
      <p className="sec">{t("partsHint")}</p>
      {twoEnvelopes ? <Notice tone="attention">{t("twoEnvelopes")}</Notice> : null}
      {attachments.map(({ role, label, required }) => {
        const own = files.filter((one) => one.role === role);
        const again = own.length === 0 ? before.filter((one) => one.role === role) : [];
        return (
          <div key={role}>
            <FileDrop
              name={`file-${role}`}
              label={twoEnvelopes ? t(isPriced({ role, label }) ? "inPrices" : "inFirst", { label }) : label}
              multiple
              optional={!required}
              accept={[".pdf", ".ofd", ".zip", ".xlsx", ".xml"]}
              hint={
                again.length > 0 ? t("chooseAgain", { names: again.map(({ name }) => name).join("、") }) : t("fileHint")
              }
              onFiles={(chosen) => {
                const fresh = chosen.map(({ file }) => ({ file, role, priced: isPriced({ role, label }) }));
                const names = new Set(fresh.map(({ file }) => file.name));
                onChange([...files.filter((one) => one.role !== role || !names.has(one.file.name)), ...fresh]);
              }}
            />
            {own.length > 0 ? (
              <ul className="lines">
                {own.map((one) => (
                  <li className="between" key={one.file.name}>
                    <span>{one.file.name}</span>
                    <span className="row">
                      <span className="num sub">{fileSize(one.file.size)}</span>
                      <Button kind="text" size="sm" onClick={() => onChange(files.filter((other) => other !== one))}>
                        {t("remove", { name: one.file.name })}
                      </Button>
                    </span>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        );
      })}
    </section>
  );
}
