import { type NextRequest, NextResponse } from "next/server";

/** Tells pages their own address (lib/web/page.ts `currentPath`), so that a sign-in can come back to it. */
export function proxy(request: NextRequest): NextResponse {
  const head = new Headers(request.headers);
  head.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers: head } });
}

export const config = { matcher: ["/((?!_next/|api/|.*\\.).*)"] };
