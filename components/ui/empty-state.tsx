import type { ReactNode } from "react";

/** What there is to say where a list has nothing: a sentence, and the next step if there is one. */
export function EmptyState({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}
