import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Refusal } from "@/lib/domain/refusal";

/** Name of the request header in which proxy.ts hands pages their own address. */
export const PATH_HEADER = "x-path";

/** Path and query of the page that is being made; `/work` where the proxy did not run. */
export async function currentPath(): Promise<string> {
  return (await headers()).get(PATH_HEADER) ?? "/work";
}

/** `next` as a path of our own; anything that could lead off the site becomes `/work`. */
export function safeNext(next: string | undefined | null): string {
  return next && /^\/(?![/\\])[\x21-\x7e]*$/.test(next) && !next.includes("\\") ? next : "/work";
}

/**
 * For pages: what a query gives; not permitted and not there look the same (404); without a session the person is sent
 * to sign in and comes back. Other refusals and defects are left to `error.tsx`.
 */
export async function orNotFound<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (isNoId(error)) notFound();
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "SIGN_IN_NEEDED") redirect(`/sign-in?next=${encodeURIComponent(await currentPath())}`);
    if (error.code === "NOT_ALLOWED") notFound();
    throw error;
  }
}

/**
 * What a page is made of, loaded once in a request for its title and its body. The key is the part of the address that
 * names it: by an object of parameters, of which title and body get one each, nothing would be found again.
 */
export const perRequest = <T>(load: (key: string) => Promise<T>): ((key: string) => Promise<T>) => cache(load);

/** As `orNotFound`; `"reason"` where a supervisor has to say first why it looks (ux 7.12). */
export async function orReason<T>(query: Promise<T>): Promise<T | "reason"> {
  return orNotFound(
    query.catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "REASON_NEEDED") return "reason" as const;
      throw error;
    }),
  );
}

/** What the store says where an address carries something else than an id: for the reader the same as an id of nothing. */
const isNoId = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "P2007";
