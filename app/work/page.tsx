import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AgendaList } from "@/components/work/agenda-list";
import { OwnLots } from "@/components/work/own-lots";
import { WaitingList } from "@/components/work/waiting-list";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { viewOwnLots } from "@/lib/usecases/work/view-own-lots";
import { viewTasks } from "@/lib/usecases/work/view-tasks";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

type Query = { readonly kind?: string | string[] };

export default async function WorkPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const [{ kind }, actor, outside, t] = await Promise.all([
    searchParams,
    currentActor(),
    deps(),
    getTranslations("home"),
  ]);
  const tasks = await orNotFound(viewTasks(actor, {}, outside));
  const lots = await orNotFound(viewOwnLots(actor, {}, outside));
  const others = kind === "others";
  return (
    <>
      <PageHeader title={t("title")} />
      <Tabs
        label={t("kinds")}
        current={others ? "/work?kind=others" : "/work"}
        items={[
          { href: "/work", label: t("mine"), count: tasks.mine },
          { href: "/work?kind=others", label: t("others"), count: tasks.waiting.length },
        ]}
      />
      {others ? <WaitingList tasks={tasks.waiting} /> : <AgendaList groups={tasks.groups} now={tasks.now} />}
      {lots.length > 0 ? <OwnLots lots={lots} bidder={actor.role === "bidder"} /> : null}
    </>
  );
}
