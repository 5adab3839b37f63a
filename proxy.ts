import { type NextRequest, NextResponse } from "next/server";
import { contentPolicy } from "@/lib/web/content-policy";

/**
 * Tells pages their own address (lib/web/page.ts `currentPath`), so that a sign-in can come back to it, and what they may
 * run: Next reads the nonce from the request's policy and puts it on its scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = contentPolicy(nonce, process.env.NODE_ENV === "development");
  const head = new Headers(request.headers);
  head.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  head.set("content-security-policy", policy);
  const answer = NextResponse.next({ request: { headers: head } });
  answer.headers.set("content-security-policy", policy);
  return answer;
}

export const config = { matcher: ["/((?!_next/|api/|.*\\.).*)"] };
