import type { Prisma } from "@/prisma/generated/client";
import { databaseNow } from "./clock";
import { db } from "./db";

/** How long a claim whose process died keeps others waiting, and how long a result is remembered. */
const CLAIM_MS = 60_000;
const KEEP_MS = 24 * 3_600_000;

const PENDING = { pending: true } as const;

export type Claim =
  | { readonly state: "mine" }
  | { readonly state: "running" }
  | { readonly state: "done"; readonly result: Prisma.JsonValue };

/**
 * Claims one intention of one person. A second click, a second tab or a repeated request finds it running or done and must
 * not run it again. Real time: a sandbox's clock jumps.
 */
export async function claimIntention(key: string, actorId: string): Promise<Claim> {
  const now = await databaseNow();
  await db().idempotencyKey.deleteMany({ where: { actorId, createdAt: { lt: new Date(now.getTime() - KEEP_MS) } } });
  const data = { key, actorId, result: PENDING, createdAt: now };
  const { count } = await db().idempotencyKey.createMany({ data: [data], skipDuplicates: true });
  if (count === 1) return { state: "mine" };
  const row = await db().idempotencyKey.findUnique({ where: { key } });
  if (row && !isPending(row.result)) return { state: "done", result: row.result };
  // Its process died in the middle: whoever moves the instant first takes the claim over.
  const dead = { lt: new Date(now.getTime() - CLAIM_MS) };
  const taken = await db().idempotencyKey.updateMany({ where: { key, createdAt: dead }, data: { createdAt: now } });
  return taken.count === 1 ? { state: "mine" } : { state: "running" };
}

export async function settleIntention(key: string, result: Prisma.InputJsonValue): Promise<void> {
  await db().idempotencyKey.update({ where: { key }, data: { result } });
}

/** What was refused or broke off may be tried again under the same key. */
export async function releaseIntention(key: string): Promise<void> {
  await db().idempotencyKey.deleteMany({ where: { key } });
}

const isPending = (result: Prisma.JsonValue): boolean =>
  typeof result === "object" && result !== null && "pending" in result;
