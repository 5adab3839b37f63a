import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy } from "@/lib/web/content-policy";

/**
 * Tells pages their own address (lib/web/page.ts `currentPath`), so that a sign-in can come back to it, and what they may
 * run: Next reads the nonce from the request's policy and puts it on its scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  // No address of ours has a NUL in it, and no database takes one. A query goes on without it; a path is not mended,
  // because /%00/elsewhere would become an address of another host.
  if (pathname.includes("%00")) return new NextResponse(null, { status: 400 });
  if (search.includes("%00")) {
    const clean = request.nextUrl.clone();
    clean.search = search.replaceAll("%00", "");
    return NextResponse.redirect(clean);
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentPolicy(nonce, process.env.NODE_ENV === "development");
  const head = new Headers(request.headers);
  head.set("x-path", pathname + search);
  head.set("content-security-policy", policy);
  const answer = NextResponse.next({ request: { headers: head } });
  answer.headers.set("content-security-policy", policy);
  return answer;
}

/** Everything but data and files: a dot in an address must not get a page that runs without its policy. */
export const config = { matcher: ["/((?!_next/|api/|log/|format/|\\.well-known/).*)"] };
