import NextAuth from "next-auth";
import { NextRequest } from "next/server";
import { authOptions } from "./auth";
import { readWhole, sameOrigin } from "./body";
import { refusalOf } from "./defect";
import { refusalResponse } from "./handler";
import { currentActor } from "./session";

type Context = { readonly params: Promise<{ readonly nextauth: readonly string[] }> };

/** What our pages ask of next-auth. Its other addresses write a visitor's words into our log, or answer with an error. */
const ASKED: Readonly<Record<"GET" | "POST", readonly string[]>> = {
  GET: ["csrf", "providers", "session", "signin", "signout", "error"],
  POST: ["callback", "signout"],
};

/** A signed challenge is the largest of its forms. next-auth itself reads a body of any length. */
const FORM_BYTES = 6_000_000;
const FORM = "application/x-www-form-urlencoded";

const nextAuth = NextAuth(authOptions) as (request: NextRequest, context: Context) => Promise<Response>;

/** The door to next-auth: only what it is needed for, and only in the form that it can read. */
export async function authDoor(request: NextRequest, context: Context): Promise<Response> {
  const method = request.method === "POST" ? "POST" : "GET";
  const [action = ""] = (await context.params).nextauth;
  if (!ASKED[method].includes(action)) return new Response(null, { status: 404 });
  if (method === "GET") return nextAuth(request, context);
  if (!(request.headers.get("content-type") ?? "").startsWith(FORM)) return new Response(null, { status: 415 });
  try {
    await sameOrigin(request);
    const body = new TextDecoder().decode(await readWhole(request, FORM_BYTES));
    return await nextAuth(new NextRequest(request.url, { method, headers: request.headers, body }), context);
  } catch (error) {
    return refusalResponse(await currentActor(), refusalOf(error));
  }
}
