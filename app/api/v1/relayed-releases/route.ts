import { Refusal } from "@/lib/domain/refusal";
import { relayRelease, relayReleaseInput } from "@/lib/usecases/opening/relay-release";
import { readWhole } from "@/lib/web/body";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

const LIMIT_BYTES = 3_000_000;

/** A release that a witness or the supervisor forwards; it asks again until it gets an answer, and twice changes nothing. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body: unknown = JSON.parse(new TextDecoder().decode(await readWhole(request, LIMIT_BYTES)));
    const input = relayReleaseInput.safeParse(body);
    if (!input.success) throw new Refusal("INPUT_INVALID", {}, ["R-99"]);
    return Response.json(await relayRelease(input.data, await deps()));
  } catch (error) {
    if (error instanceof SyntaxError) return refusalResponse(await currentActor(), new Refusal("INPUT_INVALID", {}));
    if (error instanceof Refusal) return refusalResponse(await currentActor(), error);
    throw error;
  }
}
