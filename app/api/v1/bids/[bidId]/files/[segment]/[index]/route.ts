import { Refusal } from "@/lib/domain/refusal";
import { readBidFile, readBidFileInput } from "@/lib/usecases/bid/read-bid-file";
import { bidFileAnswer } from "@/lib/web/bid-file-answer";
import { byteRange } from "@/lib/web/byte-range";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<Readonly<Record<string, string>>> };

/** One file of an opened bid, whole or by range. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const actor = await currentActor();
  const range = byteRange(request.headers.get("range"));
  if (range === "unsatisfiable") return new Response(null, { status: 416 });
  const reason = new URL(request.url).searchParams.get("reason");
  const asked = range === "whole" ? {} : { from: range.from, ...(range.to === null ? {} : { to: range.to }) };
  const input = { ...(await context.params), ...asked, ...(reason ? { reason } : {}) };
  const parsed = readBidFileInput.safeParse(input);
  if (!parsed.success) return refusalResponse(actor, new Refusal("FILE_MISSING", {}));
  try {
    const found = await readBidFile(actor, parsed.data, await deps());
    if (range !== "whole" && found.from >= found.to)
      return new Response(null, { status: 416, headers: { "content-range": `bytes */${found.file.len}` } });
    return bidFileAnswer(found, range !== "whole");
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(actor, error);
    throw error;
  }
}
