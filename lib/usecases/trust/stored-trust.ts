import type { TrustList } from "@/lib/crypto/binding";
import { readTrustList } from "@/lib/crypto/trust-list";
import { newestLists, ocspAnswer, revocationMark } from "@/lib/store/revocation";
import { latestTrustNumber, trustVersion } from "@/lib/store/trust";
import type { Trust } from "@/lib/usecases/ports/trust";

/**
 * Trust as the database has it. The number of the newest version and the mark of the newest CRL are asked at every
 * use, what stands behind them only when they have changed: a new version counts in every process from its next
 * validation on, without a restart.
 *
 * @param installed the list a platform without any version starts from, and CRLs from elsewhere than our own fetching
 */
export function storedTrust(installed: Trust): Trust {
  let list: { readonly version: number; readonly value: TrustList } | null = null;
  let crls: { readonly mark: string; readonly value: readonly Uint8Array[] } | null = null;
  return {
    list: async () => {
      const version = await latestTrustNumber();
      if (version === null) return installed.list();
      if (list?.version !== version) {
        const row = await trustVersion(version);
        if (!row) throw new Error(`trust list ${version} is gone`);
        list = { version, value: readTrustList(row.bytes) };
      }
      return list.value;
    },
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
