"use client";

import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { fileSize } from "@/lib/i18n/format";
import { useFieldError } from "./act-context";
import { FieldError } from "./field";
import { fileDigest } from "./file-digest";
import { useFieldId } from "./field-id";
import { Progress } from "./progress";

export type DroppedFile = { readonly file: File; readonly digest: string | null };

type Props = {
  /** Name of the file input, sent with the form around it. */
  readonly name: string;
  readonly label: ReactNode;
  /** Allowed types, size and number are said beforehand. */
  readonly hint?: ReactNode;
  /** Extensions with the dot. */
  readonly accept?: readonly string[];
  readonly maxBytes?: number;
  readonly multiple?: boolean;
  readonly optional?: boolean;
  /** Computes SHA-256 here before the files are handed on. */
  readonly digest?: boolean;
  /** Called with what passed the checks, again with digests once they are known. */
  readonly onFiles?: (files: readonly DroppedFile[]) => void;
  readonly onProgress?: (file: File, part: number) => void;
};

type Entry = DroppedFile & { readonly part: number };

/** Drop zone and button; checks by cause in the browser before anything is sent (ux 8). */
export function FileDrop(props: Props) {
  const { name, label, hint, accept = [], multiple = false, optional } = props;
  const t = useTranslations("ui");
  const id = useFieldId(name);
  const fromForm = useFieldError(name);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { entries, problem, take } = useFiles(props);
  const error = problem ?? fromForm;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    // The same files also go into the input, so that a plain form sends them.
    if (input.current) input.current.files = event.dataTransfer.files;
    void take([...event.dataTransfer.files]);
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional ? <span className="opt">{t("optional")}</span> : null}
      </label>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has the button as its other way */}
      <div
        className="filedrop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <span className="btn sm pick">
          {t("chooseFile")}
          <input
            ref={input}
            id={id}
            name={name}
            type="file"
            multiple={multiple}
            accept={accept.join(",") || undefined}
            required={!optional}
            aria-invalid={error ? true : undefined}
            aria-describedby={
              [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined
            }
            onChange={(event) => void take([...(event.target.files ?? [])])}
          />
        </span>
        <p>{t("dropHere")}</p>
      </div>
      <FieldError id={id} error={error ?? undefined} />
      {entries.length > 0 ? (
        <ul className="files">
          {entries.map(({ file, digest, part }) => (
            <li key={`${file.name}-${file.size}-${file.lastModified}`}>
              <span className="name">{file.name}</span>
              <span className="num">{fileSize(file.size)}</span>
              <span />
              {props.digest && digest === null ? <Progress label={t("digesting")} value={part} /> : null}
              {digest ? <span className="code">SHA-256 {digest.slice(0, 16)}…</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function useFiles({ accept = [], maxBytes, multiple, digest, onFiles, onProgress }: Props) {
  const t = useTranslations("ui");
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const refusal = (file: File): string | null => {
    const fits = accept.length === 0 || accept.some((end) => file.name.toLowerCase().endsWith(end.toLowerCase()));
    if (!fits) return t("fileType", { name: file.name, types: accept.join(" ") });
    if (maxBytes !== undefined && file.size > maxBytes)
      return t("fileLarge", { name: file.name, limit: fileSize(maxBytes) });
    return file.size === 0 ? t("fileEmpty", { name: file.name }) : null;
  };
  const take = async (files: readonly File[]) => {
    const chosen = multiple ? files : files.slice(0, 1);
    const refused = chosen.map(refusal).find((reason) => reason !== null) ?? null;
    setProblem(refused);
    const good = chosen.filter((file) => refusal(file) === null);
    setEntries(good.map((file) => ({ file, digest: null, part: 0 })));
    onFiles?.(good.map((file) => ({ file, digest: null })));
    if (!digest || good.length === 0) return;
    const done: DroppedFile[] = [];
    for (const file of good) {
      const update = (change: Partial<Entry>) =>
        setEntries((all) => all.map((entry) => (entry.file === file ? { ...entry, ...change } : entry)));
      const hex = await fileDigest(file, (part) => {
        update({ part });
        onProgress?.(file, part);
      });
      update({ digest: hex, part: 1 });
      done.push({ file, digest: hex });
    }
    onFiles?.(done);
  };
  return { entries, problem, take };
}
