import { cookies, headers } from "next/headers";
import type { Locale } from "@/lib/i18n/instants";

export const LOCALE_COOKIE = "locale";

export type RequestFacts = { readonly address: string; readonly userAgent: string; readonly locale: Locale };

/**
 * The client's network address, for the record and the limits: the *last* hop of X-Forwarded-For, which our own proxy
 * (or, without one, scripts/connection.mjs) wrote. Earlier hops are the client's own claims and would let it choose its address.
 */
export function clientAddress(head: Pick<Headers, "get">): string {
  const hops = (head.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  const last = hops.at(-1) ?? "";
  return (last.startsWith("::ffff:") ? last.slice(7) : last).slice(0, 45);
}

/** Language of this request: the cookie's, else Chinese. */
export const localeOf = (cookie: string | undefined): Locale => (cookie === "en" ? "en" : "zh-CN");

/** Address, browser and language of the request at hand. */
export async function requestFacts(): Promise<RequestFacts> {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return {
    address: clientAddress(head),
    userAgent: (head.get("user-agent") ?? "").slice(0, 300),
    locale: localeOf(jar.get(LOCALE_COOKIE)?.value),
  };
}
