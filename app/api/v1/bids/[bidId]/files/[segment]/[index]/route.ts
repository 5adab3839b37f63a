import { Refusal } from "@/lib/domain/refusal";
import { readBidFile, readBidFileInput } from "@/lib/usecases/bid/read-bid-file";
import { bidFileAnswer } from "@/lib/web/bid-file-answer";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<Readonly<Record<string, string>>> };

/** One file of an opened bid, whole or by range; a supervisor adds its `reason`. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const reason = new URL(request.url).searchParams.get("reason");
  const params = await context.params;
  return bidFileAnswer(request, async (asked) => {
    const parsed = readBidFileInput.safeParse({ ...params, ...asked, ...(reason ? { reason } : {}) });
    if (!parsed.success) throw new Refusal("FILE_MISSING", {});
    return readBidFile(await currentActor(), parsed.data, await deps());
  });
}
