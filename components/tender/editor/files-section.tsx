"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { fieldId } from "@/components/ui/field-id";
import { Progress } from "@/components/ui/progress";
import type { FilesTerms } from "@/lib/domain/terms";
import { fileSize } from "@/lib/i18n/format";
import { uploadFile } from "../upload-file";
import { SectionFrame } from "./section-frame";
import { type SectionProps, useSection } from "./use-section";

const ROLES = ["main", "drawing", "boq", "other"] as const;
const ACCEPT = ".pdf,.ofd,.docx,.xlsx,.zip,.png,.jpg,.jpeg";
const LIMIT_BYTES = 200 * 1024 * 1024;

type Sending = { readonly name: string; readonly part: number; readonly problem: string };

export function FilesSection(props: SectionProps<FilesTerms>) {
  const t = useTranslations("tender.files");
  const { value, set, saving } = useSection(props);
  const [sending, setSending] = useState<readonly Sending[]>([]);
  const { files } = value;
  const put = (name: string, change: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.name === name ? { ...one, ...change } : one)));
  const send = async (chosen: readonly File[]) => {
    for (const file of chosen) {
      setSending((all) => [...all.filter(({ name }) => name !== file.name), { name: file.name, part: 0, problem: "" }]);
      if (file.size > LIMIT_BYTES) {
        put(file.name, { problem: t("tooLarge") });
        continue;
      }
      try {
        const stored = await uploadFile(file, (part) => put(file.name, { part }));
        set((now: FilesTerms) => ({
          files: [
            ...now.files.filter(({ name }) => name !== stored.name),
            { fileId: stored.id, name: stored.name, role: "other" },
          ],
        }));
        setSending((all) => all.filter(({ name }) => name !== file.name));
      } catch (error) {
        put(file.name, { problem: (error instanceof Error && error.message) || t("broken") });
      }
    }
  };
  return (
    <SectionFrame saving={saving}>
      <div className="field">
        <label htmlFor={fieldId("documentFiles")}>{t("add")}</label>
        <p className="hint">{t("hint", { limit: fileSize(LIMIT_BYTES) })}</p>
        <input
          id={fieldId("documentFiles")}
          type="file"
          multiple
          accept={ACCEPT}
          onChange={(e) => void send([...(e.target.files ?? [])])}
        />
      </div>
      {sending.map(({ name, part, problem }) => (
        <div key={name}>
          {problem ? (
            <p className="err-t" role="alert">
              {name}: {problem}
            </p>
          ) : (
            <Progress label={name} value={part} />
          )}
        </div>
      ))}
      {files.length === 0 ? <p className="sec">{t("none")}</p> : null}
      <ul className="lines">
        {files.map((file) => (
          <li key={file.fileId} className="between">
            <a href={`/api/v1/files/${file.fileId}`} download>
              {file.name}
            </a>
            <span className="row">
              <select
                className="inp short"
                aria-label={`${t("role")} ${file.name}`}
                value={file.role}
                onChange={(e) =>
                  set({
                    files: files.map((one) =>
                      one.fileId === file.fileId ? { ...one, role: e.target.value as (typeof ROLES)[number] } : one,
                    ),
                  })
                }
              >
                {ROLES.map((role) => (
                  <option key={role} value={role}>
                    {t(`roles.${role}`)}
                  </option>
                ))}
              </select>
              <Button size="sm" onClick={() => set({ files: files.filter((one) => one.fileId !== file.fileId) })}>
                {t("remove")}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </SectionFrame>
  );
}
