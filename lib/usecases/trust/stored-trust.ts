import { newestLists, ocspAnswer, revocationMark } from "@/lib/store/revocation";
import type { Trust } from "@/lib/usecases/ports/trust";
import { listInForce } from "./list-in-force";

/**
 * Trust as the database has it. The number of the newest version and the mark of the newest CRL are asked at every
 * use, what stands behind them only when they have changed: a new version counts in every process from its next
 * validation on, without a restart.
 *
 * @param installed the list a platform without any version starts from, and CRLs from elsewhere than our own fetching
 */
export function storedTrust(installed: Trust): Trust {
  let crls: { readonly mark: string; readonly value: readonly Uint8Array[] } | null = null;
  return {
    list: async () => (await listInForce()) ?? installed.list(),
    crls: async () => {
      const mark = await revocationMark();
      if (crls?.mark !== mark) crls = { mark, value: await newestLists() };
      // Before the first fetch, and beside it where an operator lays files by hand.
      return [...crls.value, ...(await installed.crls())];
    },
    ocsp: async (fingerprint) => {
      const answer = await ocspAnswer(fingerprint);
      return answer?.der ? [new Uint8Array(answer.der)] : [];
    },
  };
}
