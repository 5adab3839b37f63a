/** What a client was told, and will insist on. */
export type Acknowledged =
  | { readonly kind: "prepare"; readonly partyId: string; readonly bidId: string }
  | { readonly kind: "obtain" | "bond" | "checkIn"; readonly partyId: string }
  | {
      readonly kind: "part";
      readonly uploadId: string;
      readonly segment: number;
      readonly part: number;
      readonly sha256: string;
    }
  | {
      readonly kind: "seal" | "withdraw";
      readonly bidId: string;
      readonly digest: string;
      /** Receipt and the platform's signature, base64, as they came. */
      readonly receipt: string;
      readonly cms: string;
    }
  /** A "no", signed: as good as a receipt for whoever complains. */
  | { readonly kind: "refused"; readonly bidId: string; readonly digest: string; readonly statement: string }
  | { readonly kind: "release"; readonly bidId: string; readonly digest: string; readonly statement: string };

/** All that the clients of one run hold. */
export type Ledger = { readonly all: readonly Acknowledged[]; note(entry: Acknowledged): void };

export function ledger(): Ledger {
  const all: Acknowledged[] = [];
  return { all, note: (entry) => void all.push(entry) };
}
