"use client";

import { signOut } from "next-auth/react";
import type { ReactNode } from "react";
import { forgetKey, loadedKeys } from "@/components/signing/keyring";

/** Ends the session here and on the server, and puts away the keys of this tab. */
export function SignOut({
  children,
  className = "btn",
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const out = async () => {
    await Promise.all(loadedKeys().map(forgetKey));
    await signOut({ callbackUrl: "/" });
  };
  return (
    <button type="button" className={className} onClick={() => void out()}>
      {children}
    </button>
  );
}
