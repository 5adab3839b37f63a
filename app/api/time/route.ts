import { readClock } from "@/lib/usecases/platform/read-clock";

/** The server's time, from which browsers count: `now` in milliseconds since 1970, `drill` in a sandbox. */
export async function GET(): Promise<Response> {
  const { now, drill } = await readClock();
  return Response.json({ now: now.getTime(), drill }, { headers: { "cache-control": "no-store" } });
}
