import { useTranslations } from "next-intl";
import { Tabs } from "@/components/ui/tabs";

export const LOT_TABS = ["documents", "questions", "opening", "evaluation", "award", "objections", "log"] as const;
export type LotTab = (typeof LOT_TABS)[number] | "overview";

type Props = {
  readonly tenderId: string;
  readonly lotId: string;
  readonly current: LotTab;
  /** Tabs that this reader has nothing to see in are left out. */
  readonly shown?: readonly LotTab[];
};

/** The pages of a lot: one address for all, the same row of tabs on each of them. */
export function LotTabs({ tenderId, lotId, current, shown = ["overview", ...LOT_TABS] }: Props) {
  const t = useTranslations("tender.tabs");
  const base = `/work/tenders/${tenderId}/lots/${lotId}`;
  const href = (tab: LotTab) => (tab === "overview" ? base : `${base}/${tab}`);
  return (
    <Tabs
      label={t("label")}
      current={href(current)}
      items={shown.map((tab) => ({ href: href(tab), label: t(tab), ...(tab === "log" ? { end: true } : {}) }))}
    />
  );
}
