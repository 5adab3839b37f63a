"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { SignDialog } from "@/components/signing/sign-dialog";

type Props = Pick<ComponentProps<typeof SignDialog>, "prepare" | "commit">;

/** Binding: the certificate signs a single-use challenge of the platform. */
export function BindCertificate({ prepare, commit }: Props) {
  const t = useTranslations("organisation");
  const [nameConfirmed, setConfirmed] = useState(false);
  return (
    <SignDialog
      label={t("bind")}
      size="normal"
      prepare={prepare}
      commit={commit}
      input={{ nameConfirmed }}
      done={t("bindDone")}
    >
      <p>{t("bindHint")}</p>
      <label className="chk" style={{ marginTop: 12 }}>
        <input type="checkbox" checked={nameConfirmed} onChange={(event) => setConfirmed(event.target.checked)} />
        <span>{t("nameConfirmed")}</span>
      </label>
    </SignDialog>
  );
}
