import { readCheckpoint } from "@/lib/usecases/log/read-log";

/** The transparency log's newest checkpoint (C2SP tlog-tiles). */
export async function GET(): Promise<Response> {
  const note = await readCheckpoint();
  if (note === null) return new Response("no checkpoint yet\n", { status: 404 });
  return new Response(note, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=2" },
  });
}
