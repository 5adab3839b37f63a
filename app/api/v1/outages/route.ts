import { reportOutage, reportOutageInput } from "@/lib/usecases/outage/report-outage";
import { listOutages } from "@/lib/usecases/outage/view-outages";
import { openDoor } from "@/lib/web/open-door";

const LIMIT_BYTES = 16_384;

export const dynamic = "force-dynamic";

/** Times in which the platform took no bids, with what was signed of each (protocol §5.5). */
export async function GET(): Promise<Response> {
  return Response.json({ outages: await listOutages() }, { headers: { "cache-control": "no-store" } });
}

/** A witness hands in what it has measured. */
export const POST = openDoor(LIMIT_BYTES, reportOutageInput, ["R-84"], reportOutage);
