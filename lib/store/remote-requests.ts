import type { RemoteRequest } from "@/prisma/generated/client";
import { db, inTransaction } from "./db";

export type { RemoteRequest };

type NewRequest = Omit<RemoteRequest, "createdAt" | "expiresAt" | "closedAt" | "statement"> & {
  readonly statement: Uint8Array;
};

/** Open questions of one address within their two minutes: nobody floods phones, or the provider. */
const OPEN_PER_ADDRESS = 20;

/**
 * Keeps a question for so many seconds of real time, and forgets those long past.
 * @returns false where the address has too many open ones
 */
export function keepRemoteRequest(request: NewRequest, seconds: number): Promise<boolean> {
  const { id, pageHash, kind, statement, purpose, title, tender, certificate, address } = request;
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`remote request ${address}`}, 0))`;
    await tx.$executeRaw`DELETE FROM remote_request WHERE expires_at < clock_timestamp() - interval '1 hour'`;
    const kept = await tx.$executeRaw`
      INSERT INTO remote_request (id, page_hash, kind, statement, purpose, title, tender, certificate, address, created_at, expires_at)
      SELECT ${id}, ${pageHash}, ${kind}, ${Buffer.from(statement)}, ${purpose}, ${title}, ${tender}, ${certificate}, ${address},
             clock_timestamp(), clock_timestamp() + make_interval(secs => ${seconds}::int)
       WHERE (SELECT count(*) FROM remote_request
               WHERE address = ${address} AND closed_at IS NULL AND expires_at > clock_timestamp()) < ${OPEN_PER_ADDRESS}`;
    return kept === 1;
  });
}

export const remoteRequest = (id: string): Promise<RemoteRequest | null> =>
  db().remoteRequest.findUnique({ where: { id } });

/** Whether its time is over, by the database's real clock. */
export async function isRemoteOver(id: string): Promise<boolean> {
  const [row] = await db().$queryRaw<{ over: boolean }[]>`
    SELECT expires_at < clock_timestamp() AS over FROM remote_request WHERE id = ${id}`;
  return row?.over ?? true;
}

/**
 * Closes a question: true once. One UPDATE, so that an answer is handed out to one bearer alone. Its statement goes at
 * once: closed questions count for no limit, and asking and calling off in turn must not fill the disk.
 */
export async function closeRemoteRequest(id: string): Promise<boolean> {
  const closed = await db().$executeRaw`
    UPDATE remote_request SET closed_at = clock_timestamp(), statement = '' WHERE id = ${id} AND closed_at IS NULL`;
  return closed === 1;
}
