/** Why a trustee says no: a code for programs, words for the operator who reads the log. */
export type TrusteeRefusal = Error & { readonly trusteeReason: string };

export function refuse(reason: string, detail = ""): never {
  throw Object.assign(new Error(detail ? `${reason}: ${detail}` : reason), { trusteeReason: reason });
}

export const refusalOf = (error: unknown): string | null =>
  error instanceof Error && "trusteeReason" in error ? String(error.trusteeReason) : null;
