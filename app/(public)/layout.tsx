import type { ReactNode } from "react";
import { DrillBanner } from "@/components/layout/drill-banner";
import { PublicFooter } from "@/components/layout/public-footer";
import { PublicHeader } from "@/components/layout/public-header";
import { ClockWarning } from "@/components/ui/server-clock";
import { keepPreferences } from "@/lib/web/preferences";
import { currentActor } from "@/lib/web/session";
import { shellFacts } from "@/lib/web/shell";

/** Frame of the public site; a page brings its own `<main id="main">`. */
export default async function PublicLayout({ children }: { readonly children: ReactNode }) {
  const [{ now, drill, preferences }, signedIn] = await Promise.all([shellFacts(), isSignedIn()]);
  return (
    <div className="pub">
      {drill ? <DrillBanner /> : null}
      <PublicHeader now={now?.getTime() ?? null} preferences={preferences} keep={keepPreferences} signedIn={signedIn} />
      {now ? <ClockWarning now={now.getTime()} /> : null}
      {children}
      <PublicFooter now={now} />
    </div>
  );
}

/** The public site is also shown where sessions cannot be read. */
const isSignedIn = async () => (await currentActor().catch(() => null))?.personId != null;
