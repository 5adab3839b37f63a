"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Icon } from "@/components/ui/icon";
import type { DeskFile } from "./types";

type Props = {
  /** Names the pane: 招标文件, or the bid. */
  readonly title: string;
  readonly files: readonly DeskFile[];
  /** Address of the file that is to lie open; a file chosen by hand stays until another is asked for. */
  readonly open?: string | undefined;
  /** Seat and time, faint over the page. */
  readonly mark?: string;
};

/** One document beside the form: chosen by name, turned by page number, drawn by the browser's own viewer. */
export function DocPane({ title, files, open = "", mark }: Props) {
  const t = useTranslations("review.doc");
  const [chosen, setChosen] = useState({ href: "", instead: "" });
  const [page, setPage] = useState(1);
  const asked = chosen.instead === open && chosen.href ? chosen.href : open;
  const file = files.find(({ href }) => href === asked) ?? files[0];
  const turn = (to: number) => setPage(Math.max(1, to));
  return (
    <section className="doc" aria-label={title}>
      <div className="dbar">
        <b>{title}</b>
        {files.length > 0 ? (
          <select
            className="inp pick"
            aria-label={t("file", { title })}
            value={file?.href ?? ""}
            onChange={(event) => {
              setChosen({ href: event.target.value, instead: open });
              setPage(1);
            }}
          >
            {files.map(({ href, label }) => (
              <option key={href} value={href}>
                {label}
              </option>
            ))}
          </select>
        ) : null}
        {file?.media === "application/pdf" ? (
          <span className="tools">
            <button type="button" aria-label={t("back", { title })} onClick={() => turn(page - 1)}>
              <Icon name="left" />
            </button>
            <label>
              <span className="vh">{t("page", { title })}</span>
              <input
                className="inp num page"
                inputMode="numeric"
                value={page}
                onChange={(event) => turn(Number(event.target.value.replace(/\D/g, "")) || 1)}
              />
            </label>
            <button type="button" aria-label={t("next", { title })} onClick={() => turn(page + 1)}>
              <Icon name="right" />
            </button>
          </span>
        ) : null}
      </div>
      {file ? (
        <div className={mark ? "paper pdf wm" : "paper pdf"} data-mark={mark}>
          <Shown file={file} page={page} />
        </div>
      ) : (
        <div className="paper">
          <p className="sec">{t("none")}</p>
        </div>
      )}
    </section>
  );
}

function Shown({ file, page }: { readonly file: DeskFile; readonly page: number }) {
  const t = useTranslations("review.doc");
  if (!/^(application\/pdf|image\/(png|jpeg)|text\/plain)$/.test(file.media))
    return (
      <p className="note info">
        <span className="grow">{t("cannotShow")}</span>
        <a href={file.href}>{t("take", { name: file.label })}</a>
      </p>
    );
  const at = file.media === "application/pdf" ? `${file.href}#page=${page}&view=FitH` : file.href;
  // The viewer reads the page from the address only when it starts.
  return <iframe key={at} src={at} title={file.label} referrerPolicy="no-referrer" />;
}
