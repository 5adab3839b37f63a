"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useId, useState } from "react";
import type { ActState } from "@/components/ui/act-context";
import { ActForm } from "@/components/ui/act-form";
import { Notice } from "@/components/ui/notice";

type Props = {
  readonly verified: boolean;
  readonly basedOn: number;
  readonly make: (input: object) => Promise<ActState<{ readonly text: string }>>;
  readonly take: ComponentProps<typeof ActForm>["action"];
};

/** Shared registration (共享登记): hands out what was verified here, and takes over what another platform verified. */
export function SubjectRecord({ verified, basedOn, make, take }: Props) {
  const t = useTranslations("organisation");
  const id = useId();
  const [problem, setProblem] = useState("");
  const [text, setText] = useState("");
  const save = async () => {
    setProblem("");
    const answer = await make({});
    if (answer.ok) download(answer.value.text);
    else setProblem(answer.message);
  };
  return (
    <div style={{ maxWidth: 720 }}>
      <p className="sec">{t("recordHint")}</p>
      {problem ? (
        <Notice tone="bad" role="alert">
          {problem}
        </Notice>
      ) : null}
      <p style={{ margin: "12px 0 24px" }}>
        <button type="button" className="btn sm" disabled={!verified} onClick={() => void save()}>
          {t("recordSave")}
        </button>{" "}
        {verified ? null : <span className="sec">{t("recordNone")}</span>}
      </p>
      <ActForm
        action={take}
        submit={t("recordImport")}
        kind="plain"
        hidden={{ basedOn: String(basedOn), text }}
        done={t("recordTaken")}
      >
        <div className="field">
          <label htmlFor={id}>{t("recordFile")}</label>
          <input
            id={id}
            className="inp"
            type="file"
            accept=".json"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </div>
      </ActForm>
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: "subject-record.json" }).click();
  URL.revokeObjectURL(url);
}
