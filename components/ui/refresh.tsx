"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { refreshWhenFree } from "./refresh-when-free";

/** Asks for the page's facts anew every so often, while somebody is looking; what is typed or opened stays as it is. */
export function Refresh({ seconds }: { readonly seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refreshWhenFree(router);
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, router]);
  return null;
}
