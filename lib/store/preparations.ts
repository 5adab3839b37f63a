import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { db } from "./db";

/** Keeps what a signer is about to sign; a later preparation of the same thing replaces it. */
export async function savePreparation(key: string, data: Prisma.InputJsonValue): Promise<void> {
  const at = await platformNow();
  await db().preparation.upsert({ where: { key }, create: { key, data, at }, update: { data, at } });
}

export async function preparationOf<T>(key: string): Promise<T | null> {
  const row = await db().preparation.findUnique({ where: { key } });
  return row ? (row.data as T) : null;
}
