import { useTranslations } from "next-intl";
import { grouped } from "@/lib/i18n/format";
import { CopyButton } from "./copy-button";

type CodeProps = {
  readonly value: string;
  /** As shown, e.g. in groups; what is copied is `value`. */
  readonly shown?: string;
  readonly copy?: boolean;
};

/** A code in monospace with a copy button. */
export function Code({ value, shown, copy = false }: CodeProps) {
  const t = useTranslations("ui");
  return (
    <>
      <span className="code nw">{shown ?? value}</span>
      {copy ? <CopyButton value={value} label={t("copy", { value })} done={t("copied")} /> : null}
    </>
  );
}

/** A digest in groups of eight; `short` shows the first two groups. */
export function Digest({ hex, short = false }: { readonly hex: string; readonly short?: boolean }) {
  const groups = grouped(hex, 8);
  if (short) return <span className="code nw">{groups.slice(0, 2).join(" ")} …</span>;
  return (
    <span className="digest">
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
        <span key={at}>{group} </span>
      ))}
    </span>
  );
}
