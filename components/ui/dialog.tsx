"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Icon } from "./icon";

type Props = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The act as a question. */
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons named by the act; the act's own is not the default focus. */
  readonly footer?: ReactNode;
  /** While something runs that must not be cut off. */
  readonly busy?: boolean;
};

/** A native modal dialog: the browser keeps focus inside and gives it back to where it came from. */
export function Dialog({ open, onClose, title, children, footer, busy = false }: Props) {
  const t = useTranslations("ui");
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={box}
      className="dlg"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onClose();
      }}
      onClose={onClose}
    >
      {open ? (
        <>
          <header>
            <h2 id={titleId}>{title}</h2>
            <button type="button" className="x" aria-label={t("close")} disabled={busy} onClick={onClose}>
              <Icon name="close" />
            </button>
          </header>
          <div className="body">{children}</div>
          {footer ? <footer>{footer}</footer> : null}
        </>
      ) : null}
    </dialog>
  );
}
