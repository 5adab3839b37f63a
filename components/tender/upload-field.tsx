"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { fieldId } from "@/components/ui/field-id";
import { Progress } from "@/components/ui/progress";
import { uploadFile } from "./upload-file";

type Props = {
  /** Field that carries the stored file's id with the form around it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly accept: readonly string[];
};

const LIMIT_BYTES = 200 * 1024 * 1024;

/** One file that goes up as soon as it is chosen; the form sends its id. */
export function UploadField({ name, label, hint, accept }: Props) {
  const t = useTranslations("tender.files");
  const [part, setPart] = useState<number | null>(null);
  const [id, setId] = useState("");
  const [problem, setProblem] = useState("");
  const send = async (file: File | undefined) => {
    if (!file) return;
    setId("");
    if (file.size > LIMIT_BYTES) return setProblem(t("tooLarge"));
    setProblem("");
    setPart(0);
    try {
      setId((await uploadFile(file, setPart)).id);
    } catch (error) {
      setProblem((error instanceof Error && error.message) || t("broken"));
    }
    setPart(null);
  };
  return (
    <>
      <div className="field">
        <label htmlFor={fieldId(name)}>{label}</label>
        {hint ? <p className="hint">{hint}</p> : null}
        {/* Without a name: the form sends the id below, not the bytes a second time. */}
        <input
          id={fieldId(name)}
          type="file"
          accept={accept.join(",")}
          onChange={(event) => void send(event.target.files?.[0])}
        />
      </div>
      {part === null ? null : <Progress label={t("uploading")} value={part} />}
      <p role="status" className={problem ? "err-t" : "hint"}>
        {problem || (id ? t("stored") : "")}
      </p>
      <input type="hidden" name={name} value={id} />
    </>
  );
}
