import { checkHealth } from "@/lib/usecases/platform/check-health";
import { deps } from "@/lib/web/deps";

export const dynamic = "force-dynamic";

/** 200 once web, database, objects and worker are ready; 503 with what is missing before. */
export async function GET(): Promise<Response> {
  const health = await checkHealth(deps);
  const status = health.status === "ok" ? 200 : 503;
  return Response.json(health, { status, headers: { "cache-control": "no-store" } });
}
