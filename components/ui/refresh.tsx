"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Asks for the page's facts anew every so often, while somebody is looking; what is typed or opened stays as it is. */
export function Refresh({ seconds }: { readonly seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, router]);
  return null;
}
