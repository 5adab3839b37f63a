import { PLATFORM } from "@/lib/i18n/platform-facts";
import { viewDisclosure } from "@/lib/usecases/platform/view-disclosure";
import { deps } from "@/lib/web/deps";

/** The machine-readable twin of `/disclosure`. */
export async function GET(): Promise<Response> {
  const { builder, operator, developer, maintainer, certification, updated } = PLATFORM;
  const units = { builder, operator, developer, maintainer };
  const body = { units, certification, updated, ...(await viewDisclosure(await deps())) };
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}
