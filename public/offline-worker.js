// Service worker of /offline: keeps the tool's own page and programs, never data of a bid or a tender, which the page
// itself holds in memory alone (components/offline/use-kept.ts fills the cache).
const CACHE = "xinbiao-offline";
const PAGE = "/offline";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (pathname.startsWith("/_next/static/") || pathname === "/offline.webmanifest" || pathname === "/offline-icon.svg")
    event.respondWith(keptOf(pathname, request));
});

/** The newest page while there is a line; the kept one where there is none. */
async function pageOf(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    if (!kept) throw error;
    return kept;
  }
}

/** Programs never change under their address: the kept one is as good as the platform's. */
async function keptOf(pathname, request) {
  return (await (await caches.open(CACHE)).match(pathname)) ?? fetch(request);
}
