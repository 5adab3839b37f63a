import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { DrillBanner } from "@/components/layout/drill-banner";
import { MENU } from "@/components/layout/menu";
import { WorkHeader } from "@/components/layout/work-header";
import { WorkMenu } from "@/components/layout/work-menu";
import { ClockWarning } from "@/components/ui/server-clock";
import { countUnread } from "@/lib/usecases/message/view-messages";
import { currentPath } from "@/lib/web/page";
import { keepPreferences } from "@/lib/web/preferences";
import { currentActor } from "@/lib/web/session";
import { shellFacts } from "@/lib/web/shell";

export const metadata: Metadata = { robots: { index: false } };

/** Frame of the workbench. It shows; what somebody may do, each page's use case decides. */
export default async function WorkLayout({ children }: { readonly children: ReactNode }) {
  const actor = await currentActor();
  if (actor.personId === null) redirect(`/sign-in?next=${encodeURIComponent(await currentPath())}`);
  if (actor.role === "public") redirect(`/sign-in/choose?next=${encodeURIComponent(await currentPath())}`);
  const [{ now, drill, preferences }, unread, t] = await Promise.all([
    shellFacts(),
    countUnread(actor),
    getTranslations("shell"),
  ]);
  const menu = MENU[actor.role].map(({ key, href }) => ({
    href,
    label: t(`work.${key}`),
    ...(key === "messages" ? { count: unread } : {}),
  }));
  return (
    <div className="wk">
      {drill ? <DrillBanner /> : null}
      <WorkHeader
        actor={actor}
        now={now?.getTime() ?? null}
        unread={unread}
        menu={menu}
        preferences={preferences}
        keep={keepPreferences}
      />
      {now ? <ClockWarning now={now.getTime()} /> : null}
      <div className="shell">
        <WorkMenu items={menu} />
        <main className="main" id="main">
          {children}
        </main>
      </div>
    </div>
  );
}
