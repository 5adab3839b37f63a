import { Refusal } from "@/lib/domain/refusal";
import { reportOutage, reportOutageInput } from "@/lib/usecases/outage/report-outage";
import { listOutages } from "@/lib/usecases/outage/view-outages";
import { readWhole } from "@/lib/web/body";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

const LIMIT_BYTES = 16_384;

export const dynamic = "force-dynamic";

/** Times in which the platform took no bids, with the signed notes of the witnesses (protocol §5.5). */
export async function GET(): Promise<Response> {
  return Response.json({ outages: await listOutages() }, { headers: { "cache-control": "no-store" } });
}

/** A witness hands in what it has measured; it asks again until it gets an answer, and twice changes nothing. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(await readWhole(request, LIMIT_BYTES)));
    const input = reportOutageInput.safeParse(body);
    if (!input.success) throw new Refusal("INPUT_INVALID", {}, ["R-84"]);
    return Response.json(await reportOutage(input.data, await deps()));
  } catch (error) {
    if (error instanceof SyntaxError) return refusalResponse(await currentActor(), new Refusal("INPUT_INVALID", {}));
    if (error instanceof Refusal) return refusalResponse(await currentActor(), error);
    throw error;
  }
}
