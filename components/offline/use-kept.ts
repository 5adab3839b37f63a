"use client";

import { useEffect, useState } from "react";

/** Whether this browser holds everything the page needs: `ready` works with the network unplugged. */
export type Kept = "keeping" | "ready" | "impossible";

const CACHE = "xinbiao-offline";
const PAGE = "/offline";

/**
 * Registers the page's service worker and lays everything the page has loaded into its cache, the parts that are only
 * loaded when they are needed as well.
 *
 * @param loadRest loads those parts: what has never been loaded cannot be kept
 */
export function useKept(loadRest: () => Promise<unknown>): Kept {
  const [kept, setKept] = useState<Kept>("keeping");
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return setKept("impossible");
    let gone = false;
    const tell = (next: Kept) => {
      if (!gone) setKept(next);
    };
    keep(loadRest).then(tell, async () => tell((await isThere()) ? "ready" : "impossible"));
    return () => {
      gone = true;
    };
  }, []);
  return kept;
}

async function keep(loadRest: () => Promise<unknown>): Promise<Kept> {
  await navigator.serviceWorker.register("/offline-worker.js", { scope: PAGE });
  await navigator.serviceWorker.ready;
  await loadRest();
  if (!navigator.onLine) return (await isThere()) ? "ready" : "impossible";
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const own = loaded.filter(
    ({ origin, pathname }) => origin === location.origin && pathname.startsWith("/_next/static/"),
  );
  const addresses = new Set([
    PAGE,
    "/offline.webmanifest",
    "/offline-icon.svg",
    ...own.map(({ pathname }) => pathname),
  ]);
  const cache = await caches.open(CACHE);
  // All or nothing: a page of today with parts of yesterday would not run.
  await cache.addAll([...addresses]);
  for (const { url } of await cache.keys()) if (!addresses.has(new URL(url).pathname)) await cache.delete(url);
  return "ready";
}

const isThere = async () => (await (await caches.open(CACHE)).match(PAGE)) !== undefined;
