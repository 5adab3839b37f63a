import { Refusal } from "@/lib/domain/refusal";
import { readFile, readFileInput } from "@/lib/usecases/file/read-file";
import { streamOf } from "@/lib/web/byte-range";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<{ readonly fileId: string }> };

/** A stored file for whoever may read it: always as an attachment, never guessed at, never run in our origin. */
export async function GET(_request: Request, context: Context): Promise<Response> {
  const actor = await currentActor();
  const parsed = readFileInput.safeParse(await context.params);
  if (!parsed.success) return refusalResponse(actor, new Refusal("FILE_MISSING", {}));
  try {
    const { file, body } = await readFile(actor, parsed.data, await deps());
    const headers = {
      "content-type": file.media,
      "content-length": String(file.sizeBytes),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", "%27")}`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
      etag: `"${file.sha256}"`,
      "cache-control": file.audience === "public" ? "public, max-age=300" : "private, no-store",
    };
    return new Response(streamOf(body), { headers });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(actor, error);
    throw error;
  }
}
