import { type Tx, inTransaction } from "./db";

/** Failures within the window after which a further try waits. Open sessions are never touched. */
export const TRY_LIMITS = { account: 5, address: 100, windowMinutes: 15 } as const;

export type Admission = { readonly tryId: string } | { readonly until: Date };

/**
 * Admits a try to sign in, or says until when to wait.
 *
 * The try is written as a failure *before* the password is checked and corrected afterwards: counted only afterwards, a
 * thousand tries at once would all find the account unlimited.
 *
 * @param account hash of what was typed: an account that does not exist is limited in the same way
 */
export function admitTry(account: string, address: string): Promise<Admission> {
  return inTransaction(async (tx) => {
    // Account before address, everywhere: one order of locks.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in account ${account}`}, 0))`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`sign-in address ${address}`}, 0))`;
    const until = (await fullUntil(tx, "account", account)) ?? (await fullUntil(tx, "address", address));
    if (until) return { until };
    const [row] = await tx.$queryRaw<{ tryId: string }[]>`
      INSERT INTO sign_in_try (account, address, ok, at) VALUES (${account}, ${address}, false, clock_timestamp())
      RETURNING id AS "tryId"`;
    if (!row) throw new Error("sign_in_try insert gave no row");
    return row;
  });
}

/** When the failure that fills the limit leaves the window; null while there is room. */
async function fullUntil(tx: Tx, by: "account" | "address", key: string): Promise<Date | null> {
  const since = TRY_LIMITS.windowMinutes;
  const skip = TRY_LIMITS[by] - 1;
  const [row] =
    by === "account"
      ? await tx.$queryRaw<{ until: Date }[]>`
          SELECT at + make_interval(mins => ${since}::int) AS until FROM sign_in_try
           WHERE account = ${key} AND NOT ok AND at > clock_timestamp() - make_interval(mins => ${since}::int)
             AND at > COALESCE((SELECT max(at) FROM sign_in_try WHERE account = ${key} AND ok), '-infinity')
           ORDER BY at DESC OFFSET ${skip}::int LIMIT 1`
      : await tx.$queryRaw<{ until: Date }[]>`
          SELECT at + make_interval(mins => ${since}::int) AS until FROM sign_in_try
           WHERE address = ${key} AND NOT ok AND at > clock_timestamp() - make_interval(mins => ${since}::int)
           ORDER BY at DESC OFFSET ${skip}::int LIMIT 1`;
  return row?.until ?? null;
}

/** The try succeeded: it counts against nobody, and the account's earlier failures are forgotten. */
export async function tryWasGood(tx: Tx, tryId: string): Promise<void> {
  await tx.signInTry.update({ where: { id: tryId }, data: { ok: true } });
}
