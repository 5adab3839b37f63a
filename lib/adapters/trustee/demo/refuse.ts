export function refuse(reason: string, detail = ""): never {
  throw Object.assign(new Error(detail ? `${reason}: ${detail}` : reason), { trusteeReason: reason });
}

export const refusalOf = (error: unknown): string | null =>
  error instanceof Error && "trusteeReason" in error ? String(error.trusteeReason) : null;
