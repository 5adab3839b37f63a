"use client";

import { useTranslations } from "next-intl";
import { markOf, type PreparedItem } from "./keyring";

/** What is about to be signed, in words, each with the first eight digits of its hash. */
export function SignedItems({ items }: { readonly items: readonly PreparedItem[] }) {
  const t = useTranslations("ui");
  return (
    <>
      {items.map((item) => (
        <dl className="kv pairs wt signed-item" key={item.bytesBase64.slice(-40) + item.title}>
          <div>
            <dt>{t("sign.what")}</dt>
            <dd>
              <b>{item.title}</b>
            </dd>
          </div>
          {item.lines.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          <div>
            <dt>{t("sign.mark")}</dt>
            <dd className="mono">{markOf(item)}</dd>
          </div>
        </dl>
      ))}
    </>
  );
}
