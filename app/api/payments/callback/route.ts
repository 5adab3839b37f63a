import { Refusal } from "@/lib/domain/refusal";
import { takeCallback } from "@/lib/usecases/payment/take-callback";
import { readWhole } from "@/lib/web/body";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

const LIMIT_BYTES = 16_384;

/** What the payment gateway reports. It asks again until it gets 200; asking twice changes nothing. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body = new TextDecoder().decode(await readWhole(request, LIMIT_BYTES));
    const outcome = await takeCallback(body, request.headers.get("x-payment-mac") ?? "", await deps());
    return Response.json({ outcome });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(await currentActor(), error);
    throw error;
  }
}
