import type { ReactNode } from "react";
import { DrillBanner } from "@/components/layout/drill-banner";
import { shellFacts } from "@/lib/web/shell";

/** Rooms: full screen, no menu, one task. A page brings RoomBand and its own `<main id="main">`. */
export default async function RoomLayout({ children }: { readonly children: ReactNode }) {
  const { drill } = await shellFacts();
  return (
    <div className="wk">
      {drill ? <DrillBanner /> : null}
      {children}
    </div>
  );
}
