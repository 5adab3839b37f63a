import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/prisma/generated/client";

/** A transaction's client: what every writing function of the store takes first. */
export type Tx = Prisma.TransactionClient;
/** An object as a JSON column takes it. */
export type JsonObject = Prisma.InputJsonObject;
/** The client, or a transaction's: for reads that may stand in either. */
export type Db = PrismaClient | Tx;

/** No statement waits longer for a row that somebody else holds. Prisma's own timeout does not end such a wait. */
const LOCKS = "-c lock_timeout=5s";

let client: PrismaClient | undefined;

/** The one client of this process; connects to DATABASE_URL at first use. */
export function db(): PrismaClient {
  if (!client) {
    const connectionString = process.env.DATABASE_URL;
    if (!connectionString) throw new Error("DATABASE_URL is not set");
    const max = Number(process.env.DB_POOL ?? 20);
    client = new PrismaClient({ adapter: new PrismaPg({ connectionString, max, options: LOCKS }) });
  }
  return client;
}

/** Ends the connections, for programs that stop and tests that change databases. */
export async function disconnect(): Promise<void> {
  await client?.$disconnect();
  client = undefined;
}

/**
 * Runs `work` in one transaction: returning commits, throwing rolls back everything, audit entry and job included.
 * Keep it short: no object store, no timestamp authority, no mail in here.
 *
 * @throws {Prisma.PrismaClientKnownRequestError} P2010 if a row lock was not free within 5 s
 */
export function inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(work, { maxWait: 10_000, timeout: 20_000 });
}

/** Whether a transaction ended because somebody else's held a row for too long: nothing was done, and trying again helps. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "P2010" && error.message.includes("55P03");
