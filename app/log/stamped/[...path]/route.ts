import { readStamped } from "@/lib/usecases/log/read-log";

type Context = { readonly params: Promise<{ readonly path: string[] }> };

/** Checkpoints with an hourly timestamp: `checkpoint`, `checkpoint.tst` of the newest, `<size>/checkpoint…` of each. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const found = await readStamped((await params).path.join("/"));
  if (!found) return new Response("no such checkpoint\n", { status: 404, headers: { "cache-control": "no-store" } });
  const { bytes, isToken, isFixed } = found;
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": isToken ? "application/vnd.etsi.timestamp-token" : "text/plain; charset=utf-8",
      "cache-control": isFixed ? "public, max-age=31536000, immutable" : "public, max-age=2",
    },
  });
}
