import { Refusal } from "@/lib/domain/refusal";
import { readRoomFile, readRoomFileInput } from "@/lib/usecases/evaluation/room-files";
import { bidFileAnswer } from "@/lib/web/bid-file-answer";
import { deps } from "@/lib/web/deps";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<Readonly<Record<string, string>>> };

/** A file of a bid for a member in the room; in a blind part the bid is named by the member's own code. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const params = await context.params;
  return bidFileAnswer(request, async (asked) => {
    const parsed = readRoomFileInput.safeParse({ ...params, ...asked });
    if (!parsed.success) throw new Refusal("FILE_MISSING", {});
    return readRoomFile(await currentActor(), parsed.data, await deps());
  });
}
