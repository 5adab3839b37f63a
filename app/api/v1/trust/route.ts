import { viewTrust } from "@/lib/usecases/trust/view-trust";
import { deps } from "@/lib/web/deps";

/** The machine-readable twin of `/trust`: the list in force, all versions, and how fresh the revocation lists are. */
export async function GET(): Promise<Response> {
  return Response.json(await viewTrust(await deps()), { headers: { "cache-control": "no-store" } });
}
