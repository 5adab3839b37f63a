import { type Db, db } from "./db";

/** How long a challenge may be answered. */
export const CHALLENGE_SECONDS = 120;

/** Keeps a nonce that was handed out, in real database time, and forgets those long past. */
export async function keepChallenge(nonce: string, on: Db = db()): Promise<Date> {
  await on.$executeRaw`DELETE FROM challenge WHERE expires_at < clock_timestamp() - interval '1 hour'`;
  const [row] = await on.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO challenge (nonce, created_at, expires_at)
    VALUES (${nonce}, clock_timestamp(), clock_timestamp() + make_interval(secs => ${CHALLENGE_SECONDS}::int))
    RETURNING expires_at AS "expiresAt"`;
  if (!row) throw new Error("challenge insert gave no row");
  return row.expiresAt;
}

/** Uses up a nonce: true once, for its first bearer in time. One UPDATE, so that two bearers cannot both win. */
export async function consumeChallenge(nonce: string, on: Db = db()): Promise<boolean> {
  const used = await on.$executeRaw`
    UPDATE challenge SET consumed_at = clock_timestamp()
     WHERE nonce = ${nonce} AND consumed_at IS NULL AND expires_at > clock_timestamp()`;
  return used === 1;
}
