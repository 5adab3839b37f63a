import { readTile } from "@/lib/usecases/log/read-log";

type Context = { readonly params: Promise<{ readonly path: string[] }> };

/** Tiles of the transparency log and bundles of its entries (C2SP tlog-tiles): whoever caches them never asks again. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const tile = await readTile((await params).path.join("/"));
  if (!tile) return new Response("no such tile\n", { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(Uint8Array.from(tile.bytes), {
    headers: {
      "content-type": "application/octet-stream",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
}
