import { proveOutage } from "@/lib/usecases/outage/view-outages";

type Context = { readonly params: Promise<{ readonly hash: string }> };

/** What was signed of one, by a witness or of the platform's clock, with its proof of inclusion in the transparency log. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const found = await proveOutage((await params).hash);
  const headers = { "cache-control": "no-store" };
  return found ? Response.json(found, { headers }) : Response.json({ code: "NOT_FOUND" }, { status: 404, headers });
}
