import type { ReactNode } from "react";
import { KeepAlive } from "@/components/identity/keep-alive";
import { DrillBanner } from "@/components/layout/drill-banner";
import { currentActor } from "@/lib/web/session";
import { shellFacts } from "@/lib/web/shell";

/** Rooms: full screen, no menu, one task. A page brings RoomBand and its own `<main id="main">`. */
export default async function RoomLayout({ children }: { readonly children: ReactNode }) {
  const [{ drill }, actor] = await Promise.all([shellFacts(), currentActor()]);
  return (
    <div className="wk">
      {drill ? <DrillBanner /> : null}
      {actor.sessionId ? <KeepAlive /> : null}
      {children}
    </div>
  );
}
