import { encodeBase64 } from "@/lib/crypto/binding";
import { joined, type Outage } from "@/lib/domain/outage";
import { lastOutages, type OutageRow, witnessedByHash } from "@/lib/store/outages";
import { provedStatement } from "@/lib/usecases/log/prove-event";

const LAST = 100;

/** Times without intake, newest first; what several measured is one. For everybody: it says nothing of any tender. */
export async function viewOutages(count: number): Promise<readonly Outage[]> {
  return [...joined(await lastOutages(LAST))].reverse().slice(0, count);
}

/** Each measurement by itself, newest first, with the witness's signed note: whoever doubts may check it. */
export async function listOutages(): Promise<readonly Omit<OutageRow, "id">[]> {
  const rows = await lastOutages(LAST);
  return rows.map(({ kind, begunAt, endedAt, offsetMs, by, hash, note }) => ({
    ...{ kind, begunAt, endedAt, offsetMs, by, hash, note },
  }));
}

export type ProvedOutage = {
  /** The witness's signed note. */
  readonly note: string;
  /** Event and blind (base64) and tlog-proof of its statement; null while the log has not sealed it. */
  readonly log: { readonly event: string; readonly blind: string; readonly proof: string } | null;
};

/** What one witness has signed, by the SHA-256 of its statement (hex); null where there is none. */
export async function proveOutage(hash: string): Promise<ProvedOutage | null> {
  const outage = /^[0-9a-f]{64}$/.test(hash) ? await witnessedByHash(hash) : null;
  if (!outage) return null;
  const proved = await provedStatement(hash, "unreachable");
  const log = proved && {
    ...{ event: encodeBase64(proved.event), blind: encodeBase64(proved.blind), proof: proved.proof },
  };
  return { note: outage.note!, log };
}
