import { hallEvents, hallEventsInput, hasHall } from "@/lib/usecases/opening/hall-events";

export const dynamic = "force-dynamic";

/** Board of the hall as server-sent events; `after` or Last-Event-ID says where to go on. */
export async function GET(request: Request, { params }: { params: Promise<{ lotId: string }> }): Promise<Response> {
  const { lotId } = await params;
  const last = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after") ?? "0";
  const parsed = hallEventsInput.safeParse({ lotId, after: Math.trunc(Number(last)) || 0 });
  if (!parsed.success || !(await hasHall(parsed.data.lotId))) return new Response(null, { status: 404 });
  const input = parsed.data;
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      try {
        for await (const event of hallEvents(input, request.signal)) {
          const text = event === null ? ": alive\n\n" : `id: ${event}\ndata: ${event}\n\n`;
          controller.enqueue(encoder.encode(text));
        }
      } catch {
        // The reader went away; there is nothing to tell it.
      }
      controller.close();
    },
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
