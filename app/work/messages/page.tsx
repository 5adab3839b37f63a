import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MessageLine } from "@/components/work/message-line";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Tabs } from "@/components/ui/tabs";
import { viewMessages, viewMessagesInput } from "@/lib/usecases/message/view-messages";
import { deps } from "@/lib/web/deps";
import { orNotFound } from "@/lib/web/page";
import { currentActor } from "@/lib/web/session";
import { deleteMessageAction, openMessageAction, readMessageAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("messages"))("page.title") };
}

type Query = { readonly unread?: string | string[]; readonly page?: string | string[] };

export default async function MessagesPage({ searchParams }: { readonly searchParams: Promise<Query> }) {
  const { unread, page } = await searchParams;
  const input = viewMessagesInput.parse({ unread, page });
  const view = await orNotFound(viewMessages(await currentActor(), input, await deps()));
  const t = await getTranslations("messages");
  const own = input.unread ? "/work/messages?unread=1" : "/work/messages";
  const acts = { open: openMessageAction, read: readMessageAction, remove: deleteMessageAction };
  return (
    <>
      <PageHeader title={t("page.title")} />
      <Tabs
        label={t("page.tabs")}
        current={own}
        items={[
          { href: "/work/messages", label: t("page.all") },
          { href: "/work/messages?unread=1", label: t("page.unread"), count: view.unread },
        ]}
      />
      <p className="sec" style={{ marginBottom: 12 }}>
        {t("page.legalHint")}
      </p>
      {view.lines.length === 0 ? (
        <EmptyState>{t("page.empty")}</EmptyState>
      ) : (
        <ul className="lines">
          {view.lines.map((line) => (
            <MessageLine key={line.id} line={line} acts={acts} />
          ))}
        </ul>
      )}
      <Pagination
        page={view.page}
        pages={view.pages}
        href={`${own}${input.unread ? "&" : "?"}page={page}`}
        {...(view.total > 0 ? { total: view.total } : {})}
      />
    </>
  );
}
