import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Instant } from "@/components/ui/instant";
import { fileSize } from "@/lib/i18n/format";
import { TextDiff } from "./text-diff";

export type VersionFile = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Address for those who obtained the documents. */
  readonly href: string | null;
};
export type Version = {
  readonly key: string;
  readonly version: number;
  readonly issuedAt: Date;
  readonly affects: boolean;
  readonly deadline: Date | null;
  readonly summary: string | null;
  readonly changes: readonly { readonly heading: string; readonly before: string; readonly after: string }[];
  readonly files: readonly VersionFile[];
};

/** Versions of a lot's documents: files with digests, and each version against the one before. */
export function DocumentVersions({
  caption,
  versions,
}: {
  readonly caption: string;
  readonly versions: readonly Version[];
}) {
  const t = useTranslations("notices");
  return (
    <>
      {versions.map((version) => (
        <div key={version.key}>
          <table className="stack docs tbl">
            <caption className="vh">{`${caption} ${t("tender.version", { version: version.version })}`}</caption>
            <thead>
              <tr>
                <th scope="col">{t("tender.version", { version: version.version })}</th>
                <th scope="col" className="r">
                  {t("tender.size")}
                </th>
                <th scope="col">{t("tender.issued")}</th>
                <th scope="col">{t("tender.digest")}</th>
              </tr>
            </thead>
            <tbody>
              {version.files.map((file) => (
                <FileRow key={file.name} file={file} issuedAt={version.issuedAt} />
              ))}
            </tbody>
          </table>
          {version.summary ? <Changes version={version} /> : null}
        </div>
      ))}
    </>
  );
}

function FileRow({ file, issuedAt }: { readonly file: VersionFile; readonly issuedAt: Date }) {
  const t = useTranslations("notices");
  return (
    <tr>
      <th scope="row">
        {file.href ? (
          <a href={file.href} download>
            {file.name}
          </a>
        ) : (
          file.name
        )}
      </th>
      <td className="r num" data-l={t("tender.size")}>
        <span>{fileSize(file.sizeBytes)}</span>
      </td>
      <td data-l={t("tender.issued")}>
        <span>
          <Instant at={issuedAt} />
        </span>
      </td>
      <td className="code" data-l={t("tender.digest")}>
        <span>
          {file.sha256.slice(0, 8)} {file.sha256.slice(8, 16)}
        </span>
      </td>
    </tr>
  );
}

function Changes({ version }: { readonly version: Version }) {
  const t = useTranslations("notices");
  const facts: ReactNode[] = [
    ...(version.affects ? [<b key="a">{t("tender.affects")}</b>] : []),
    ...(version.deadline
      ? [<span key="d">{t.rich("tender.deadlineNow", { at: () => <Instant at={version.deadline} /> })}</span>]
      : []),
  ];
  return (
    <div className="changes">
      <p lang="zh-CN">{version.summary}</p>
      <p className="small">
        {facts.map((fact, at) => (at === 0 ? fact : <span key={`f${at === 1 ? "1" : "n"}`}> {fact}</span>))}
      </p>
      {version.changes.length > 0 ? (
        <details>
          <summary>{t("tender.compareTitle", { version: version.version, before: version.version - 1 })}</summary>
          {version.changes.map((change) => (
            <div key={change.heading}>
              <h4 lang="zh-CN">{change.heading}</h4>
              <TextDiff before={change.before} after={change.after} />
            </div>
          ))}
        </details>
      ) : null}
    </div>
  );
}
