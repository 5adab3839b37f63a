import { Refusal } from "@/lib/domain/refusal";
import { readRoomDocument, readRoomDocumentInput } from "@/lib/usecases/evaluation/room-files";
import { viewerHeaders } from "@/lib/web/bid-file-answer";
import { streamOf } from "@/lib/web/byte-range";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<Readonly<Record<string, string>>> };

/** A file of the tender documents in force, shown beside the bids. */
export async function GET(_request: Request, context: Context): Promise<Response> {
  const actor = await currentActor();
  const parsed = readRoomDocumentInput.safeParse(await context.params);
  if (!parsed.success) return refusalResponse(actor, new Refusal("FILE_MISSING", {}));
  try {
    const { file, body } = await readRoomDocument(actor, parsed.data, await deps());
    const headers = { ...viewerHeaders(file.name, file.media), "content-length": String(file.sizeBytes) };
    return new Response(streamOf(body), { headers });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(actor, error);
    throw error;
  }
}
