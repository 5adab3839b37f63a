"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Icon } from "@/components/ui/icon";

/** Prints the page; without script it is not there, and the browser's own menu does it. */
export function PrintButton() {
  const t = useTranslations("ui");
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  if (!ready) return null;
  return (
    <button type="button" className="btn sm" onClick={() => window.print()}>
      <Icon name="print" />
      {t("print")}
    </button>
  );
}
