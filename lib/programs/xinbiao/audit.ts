import { disconnect } from "@/lib/store/db";
import { checkChain } from "@/lib/usecases/audit/check-chain";

/**
 * `xinbiao audit [--json]`: walks the chain of audit entries in the database of DATABASE_URL.
 * @returns 0 if it holds, 1 if anything was edited, removed, moved or left out, 2 if it cannot be checked
 */
export async function audit(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  if (args.some((arg) => arg !== "--json")) return fail(json, "usage: xinbiao audit [--json]");
  if (!process.env.DATABASE_URL) return fail(json, "DATABASE_URL is not set");
  try {
    const report = await checkChain();
    if (json) console.log(JSON.stringify(report));
    else {
      for (const { kind, seq, entryId, detail } of report.faults)
        console.log(`${kind}\t${seq ?? "-"}\t${entryId ?? "-"}\t${detail}`);
      console.log(`${report.links} entries, head ${report.head}`);
      console.log(
        report.faults.length === 0 ? "OK" : `FALSE: ${report.faults.length} faults\n${report.faults[0]!.kind}`,
      );
    }
    return report.faults.length === 0 ? 0 : 1;
  } catch (error) {
    return fail(json, error instanceof Error ? error.message : String(error));
  } finally {
    await disconnect();
  }
}

function fail(json: boolean, why: string): number {
  if (json) console.log(JSON.stringify({ error: why }));
  else console.error(why);
  return 2;
}
