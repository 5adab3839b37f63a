"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { parseYuan } from "@/lib/kernel/money";
import { useDraft } from "./use-draft";
import { BidFiles } from "./bid-files";
import { BidForm, type FormField } from "./bid-form";
import { SealSteps } from "./seal-steps";
import type { ChosenFile } from "./seal-bid";
import { SubmitContainer } from "./submit-container";

type Draft = {
  readonly form: Readonly<Record<string, string>>;
  readonly files: readonly { readonly name: string; readonly role: string; readonly sizeBytes: number }[];
};

export type BidDeskProps = {
  readonly bidId: string;
  readonly lotName: string;
  /** As statements name the lot. */
  readonly lotCode: string;
  readonly fields: readonly FormField[];
  readonly attachments: readonly { readonly role: string; readonly label: string; readonly required: boolean }[];
  readonly draft: Draft;
  readonly seenAt: string;
  /** Yuan with two decimals, or null where there is none. */
  readonly ceiling: string | null;
  /** Prices are sealed apart and opened after the technical review. */
  readonly twoEnvelopes: boolean;
  readonly save: (input: {
    bidId: string;
    draft: Draft;
    seenAt: string;
  }) => Promise<{ ok: boolean; value?: { seenAt: string }; message?: string }>;
  readonly tested: (input: { bidId: string; digest: string }) => Promise<unknown>;
};

/** Fill in, attach, check, seal: the bidder's desk for one lot. Files stay on this computer until they are encrypted. */
export function BidDesk(props: BidDeskProps) {
  const { bidId, fields, attachments, ceiling } = props;
  const t = useTranslations("bid");
  const [form, setForm] = useState(props.draft.form);
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [sealing, setSealing] = useState(false);
  const named = files.map(({ file, role }) => ({ name: file.name, role, sizeBytes: file.size }));
  const saved = useDraft({ bidId, draft: { form, files: named }, seenAt: props.seenAt, save: props.save });
  const missing = missingOf(form, files, fields, attachments);
  const [price, limit] = [parseYuan(form.price ?? ""), parseYuan(ceiling ?? "")];
  const overCeiling = price !== null && limit !== null && price > limit;
  if (sealing)
    return (
      <SealSteps
        bidId={bidId}
        title={props.lotName}
        form={form}
        files={files}
        tested={props.tested}
        back={() => setSealing(false)}
      />
    );
  return (
    <div className="cols">
      <div>
        <BidForm fields={fields} form={form} onChange={setForm} />
        <BidFiles
          attachments={attachments}
          files={files}
          before={props.draft.files}
          onChange={setFiles}
          twoEnvelopes={props.twoEnvelopes}
        />
      </div>
      <aside className="aside">
        <section>
          <h2>{t(missing.length > 0 ? "toSubmit" : "allThere")}</h2>
          <p className="sub" role="status">
            {saved}
          </p>
          {missing.length > 0 ? (
            <Notice tone="attention" title={t("missing", { count: missing.length })}>
              <ul>
                {missing.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </Notice>
          ) : (
            <Notice tone="good">{t("complete")}</Notice>
          )}
          {overCeiling ? (
            <Notice tone="bad" rules={["R-118"]}>
              {t("overCeiling")}
            </Notice>
          ) : null}
          <Button kind="primary" size="lg" disabled={missing.length > 0} onClick={() => setSealing(true)}>
            {t("beginSealing")}
          </Button>
          <p className="sec">{t("desktopOnly")}</p>
        </section>
        <SubmitContainer bidId={bidId} lotCode={props.lotCode} />
      </aside>
    </div>
  );
}

function missingOf(
  form: Readonly<Record<string, string>>,
  files: readonly ChosenFile[],
  fields: readonly FormField[],
  attachments: BidDeskProps["attachments"],
): string[] {
  const empty = fields.filter(({ key, required, pattern }) => {
    const value = form[key] ?? "";
    return (required && value === "") || (value !== "" && pattern !== undefined && !new RegExp(pattern).test(value));
  });
  const absent = attachments.filter(({ role, required }) => required && !files.some((one) => one.role === role));
  return [...empty, ...absent].map(({ label }) => label);
}
