import { encodeBase64 } from "@/lib/crypto/binding";
import { joined, type Outage } from "@/lib/domain/outage";
import { lastOutages, outageByHash, type OutageRow } from "@/lib/store/outages";
import { statementOfHash } from "@/lib/store/statements";
import { provedStatement } from "@/lib/usecases/log/prove-event";

const LAST = 100;

/** Times without intake, newest first; what several measured is one. For everybody: it says nothing of any tender. */
export async function viewOutages(count: number): Promise<readonly Outage[]> {
  return [...joined(await lastOutages(LAST))].reverse().slice(0, count);
}

/** Each measurement by itself, newest first, with what was signed of it: whoever doubts may check it. */
export async function listOutages(): Promise<readonly Omit<OutageRow, "id">[]> {
  const rows = await lastOutages(LAST);
  return rows.map(({ kind, begunAt, endedAt, offsetMs, by, hash, endHash, note }) => ({
    ...{ kind, begunAt, endedAt, offsetMs, by, hash, endHash, note },
  }));
}

type Logged = {
  /** Event and blind (base64) and tlog-proof of the statement; null while the log has not sealed it. */
  readonly log: { readonly event: string; readonly blind: string; readonly proof: string } | null;
};
/** A witness's signed note, or what the platform signed of its own clock (base64; no token while no authority answered). */
export type ProvedOutage = Logged &
  ({ readonly note: string } | { readonly statement: string; readonly cms: string; readonly timestamp: string | null });

/** What was signed of an outage, by the SHA-256 of the statement (hex); null where there is none. */
export async function proveOutage(hash: string): Promise<ProvedOutage | null> {
  const outage = /^[0-9a-f]{64}$/.test(hash) ? await outageByHash(hash) : null;
  if (!outage) return null;
  const proved = await provedStatement(hash, outage.kind);
  const log = proved && {
    ...{ event: encodeBase64(proved.event), blind: encodeBase64(proved.blind), proof: proved.proof },
  };
  if (outage.note !== null) return { note: outage.note, log };
  const { bytes, cms, tst } = await statementOfHash(hash, "clock");
  return { statement: encodeBase64(bytes), cms: encodeBase64(cms!), timestamp: tst && encodeBase64(tst), log };
}
