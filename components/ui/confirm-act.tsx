"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import { ActForm } from "./act-form";
import { Button } from "./button";
import { Dialog } from "./dialog";

type Props = {
  /** Button that opens the question, named by the act. */
  readonly label: string;
  /** The act as a question. */
  readonly title: string;
  /** Object, effect, what can still be undone until when, rule; and a reason field where one is wanted. */
  readonly children: ReactNode;
  readonly kind?: "primary" | "plain" | "danger";
  readonly large?: boolean;
} & Pick<ComponentProps<typeof ActForm>, "action" | "hidden" | "done" | "doneTo">;

/** An act that asks once, in full sentences, and then is done (ux 1.6). */
export function ConfirmAct({ label, title, children, kind = "plain", large = false, ...act }: Props) {
  const t = useTranslations("ui");
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button kind={kind} size={large ? "lg" : "normal"} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog open={open} onClose={close} title={title}>
        <ActForm
          {...act}
          submit={label}
          kind={kind === "plain" ? "primary" : kind}
          legal
          {...(act.done ? {} : { onDone: close })}
          beside={
            <Button size="lg" onClick={close}>
              {t("cancel")}
            </Button>
          }
        >
          <div className="lead">{children}</div>
        </ActForm>
      </Dialog>
    </>
  );
}
