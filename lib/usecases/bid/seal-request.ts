import { bytesToHex } from "@/lib/crypto/bytes";
import { looksPlain } from "@/lib/crypto/looks-encrypted";
import { parseSeal, type Seal } from "@/lib/crypto/seal";
import { parseWithdraw, type Withdraw } from "@/lib/crypto/statements";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { Refusal } from "@/lib/domain/refusal";

/** 256 KiB statement, 1 MiB CMS and the length: nothing longer is read (protocol §5.2). */
export const REQUEST_BYTES = 262_144 + 1_048_576 + 4;

export type SealRequest = {
  /** H of the statement, hex: for a seal the bid id. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  readonly cms: Uint8Array;
} & ({ readonly kind: "seal"; readonly seal: Seal } | { readonly kind: "withdraw"; readonly withdraw: Withdraw });

/**
 * Cuts a request into statement and CMS and reads the statement strictly.
 *
 * @param lotSuite suite of the lot, for a withdrawal: it does not say one itself (protocol §2.1)
 * @throws {Refusal} NOT_ENCRYPTED for files sent in the open, SEAL_REJECTED with the reason code otherwise
 */
export async function readRequest(
  kind: "seal" | "withdraw",
  body: Uint8Array,
  lotSuite: SuiteId,
): Promise<SealRequest> {
  if (looksPlain(body)) throw new Refusal("NOT_ENCRYPTED", {}, ["R-70"]);
  const length = body.length >= 4 ? new DataView(body.buffer, body.byteOffset).getUint32(0) : 0;
  if (length < 2 || length > 262_144 || body.length <= 4 + length || body.length > REQUEST_BYTES)
    throw new Refusal("SEAL_REJECTED", { reason: "request-length" }, ["R-70"]);
  const bytes = body.slice(4, 4 + length);
  const cms = body.slice(4 + length);
  const digestIn = async (suite: SuiteId) => bytesToHex((await loadSuite(suite)).hash(bytes));
  try {
    if (kind === "withdraw")
      return { kind, digest: await digestIn(lotSuite), bytes, cms, withdraw: parseWithdraw(bytes) };
    const seal = parseSeal(bytes);
    return { kind, digest: await digestIn(seal.suite), bytes, cms, seal };
  } catch (error) {
    const reason = error instanceof Error && "reason" in error ? String(error.reason) : "statement";
    throw new Refusal("SEAL_REJECTED", { reason }, ["R-70"]);
  }
}
