import { encodeBase64 } from "@/lib/crypto/binding";
import { proveTrustVersion, readTrustPaper } from "@/lib/usecases/trust/view-trust";

type Context = { readonly params: Promise<Record<string, string | string[] | undefined>> };

/** Routes that hand out one version of the trust list as it was signed; anybody may fetch and check it. */
export function trustPaperResponse(what: "json" | "p7s" | "proof") {
  return async (_request: Request, context: Context): Promise<Response> => {
    const version = numberOf((await context.params).version);
    if (version === null) return missing();
    if (what === "proof") return proofOf(version);
    const paper = await readTrustPaper(version);
    if (!paper) return missing();
    return new Response((what === "json" ? paper.bytes : paper.cms) as BodyInit, {
      headers: {
        "content-type": what === "json" ? "application/json" : "application/pkcs7-signature",
        "content-disposition": `attachment; filename="trust-list-${version}.${what}"`,
        // A version never changes.
        "cache-control": "public, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
      },
    });
  };
}

async function proofOf(version: number): Promise<Response> {
  const proved = await proveTrustVersion(version);
  if (!proved) return missing();
  const { event, blind, proof } = proved;
  const body = { blind: encodeBase64(blind), event: encodeBase64(event), proof };
  return Response.json(body, { headers: { "cache-control": "no-store" } });
}

function numberOf(text: string | string[] | undefined): number | null {
  return typeof text === "string" && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

const missing = () => Response.json({ code: "NOT_FOUND" }, { status: 404, headers: { "cache-control": "no-store" } });
