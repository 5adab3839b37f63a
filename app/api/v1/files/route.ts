import { Refusal } from "@/lib/domain/refusal";
import { uploadFile } from "@/lib/usecases/file/upload-file";
import { sameOrigin } from "@/lib/web/body";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

/**
 * Stores one file: the body is the bytes, `X-File-Name` the percent-encoded name. It streams through; nothing is held in
 * memory but a piece. Types are told by content, the limit is the type's.
 */
export async function POST(request: Request): Promise<Response> {
  const actor = await currentActor();
  try {
    await sameOrigin(request);
    const file = await uploadFile(actor, { name: nameOf(request), body: piecesOf(request) }, await deps());
    const { id, name, sha256, media } = file;
    const body = { id, name, sha256, media, sizeBytes: Number(file.sizeBytes) };
    return Response.json(body, { status: 201, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(actor, error);
    throw error;
  }
}

function nameOf(request: Request): string {
  try {
    return decodeURIComponent(request.headers.get("x-file-name") ?? "");
  } catch {
    return "";
  }
}

async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  let seen = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    seen += next.value.length;
    yield next.value;
  }
  // A line that broke must not leave half a file that looks whole.
  if (announced && seen !== announced) throw new Refusal("FILE_DAMAGED", {});
}
