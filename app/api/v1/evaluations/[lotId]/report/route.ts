import { Refusal } from "@/lib/domain/refusal";
import { readReport, readReportInput } from "@/lib/usecases/evaluation/report-pdf";
import { viewerHeaders } from "@/lib/web/bid-file-answer";
import { deps } from "@/lib/web/deps";
import { refusalResponse } from "@/lib/web/handler";
import { currentActor } from "@/lib/web/session";

type Context = { readonly params: Promise<Readonly<Record<string, string>>> };

/** The evaluation report as PDF: the draft for its committee, the signed one for tenderee and supervisor. */
export async function GET(_request: Request, context: Context): Promise<Response> {
  const actor = await currentActor();
  const parsed = readReportInput.safeParse(await context.params);
  if (!parsed.success) return refusalResponse(actor, new Refusal("FILE_MISSING", {}));
  try {
    const { name, bytes } = await readReport(actor, parsed.data, await deps());
    const headers = { ...viewerHeaders(name, "application/pdf"), "content-length": String(bytes.length) };
    return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
  } catch (error) {
    if (error instanceof Refusal) return refusalResponse(actor, error);
    throw error;
  }
}
