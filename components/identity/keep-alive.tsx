"use client";

import { useEffect } from "react";

const EVERY_MS = 5 * 60_000;

/** Put into rooms and upload pages: the session does not go idle while one of them is open (ux 8). */
export function KeepAlive() {
  useEffect(() => {
    const ping = () =>
      fetch("/api/v1/session/ping", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      }).catch(() => undefined);
    const timer = setInterval(ping, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return null;
}
