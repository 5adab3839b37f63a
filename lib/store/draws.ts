import type { Prisma } from "@/prisma/generated/client";
import { platformNow } from "./clock";
import { type Db, db, type Tx } from "./db";

/** A party's part in a draw: its commitment, and after the checkpoint its random value. */
export type DrawParty = { readonly party: string; readonly commit: string; readonly r: string | null };

/** Draws of parameters, made before everybody's eyes; blinded ones, of experts, are nobody's business here. */
export function drawsOfLot(lotId: string, on: Db = db()) {
  return on.draw.findMany({ where: { lotId, blind: null }, orderBy: { createdAt: "asc" } });
}

export function drawOfKind(lotId: string, kind: string, on: Db = db()) {
  return on.draw.findFirst({ where: { lotId, kind } });
}

export async function beginDraw(
  tx: Tx,
  draw: {
    readonly lotId: string;
    readonly kind: string;
    readonly spec: Uint8Array;
    readonly specHash: string;
    readonly parties: readonly DrawParty[];
    /** Of a blinded draw: the list and the key of its root, kept from everybody for now. */
    readonly candidates?: readonly string[];
    readonly blind?: string;
  },
): Promise<void> {
  const { candidates, ...rest } = draw;
  await tx.draw.create({
    data: {
      ...rest,
      ...(candidates ? { candidates: [...candidates] } : {}),
      spec: Buffer.from(draw.spec),
      parties: draw.parties as unknown as Prisma.InputJsonValue,
      createdAt: await platformNow(tx),
    },
  });
}

export async function finishDraw(
  tx: Tx,
  id: string,
  result: {
    readonly parties: readonly DrawParty[];
    readonly checkpoint: string;
    readonly result: Uint8Array;
    readonly seed: string;
    readonly order: readonly number[];
  },
): Promise<void> {
  await tx.draw.update({
    where: { id },
    data: {
      parties: result.parties as unknown as Prisma.InputJsonValue,
      checkpoint: result.checkpoint,
      result: Buffer.from(result.result),
      seed: result.seed,
      order: [...result.order],
      finishedAt: await platformNow(tx),
    },
  });
}

/** Every draw of a kind, latest first: one that was begun and left is followed by another. */
export function drawsOfKind(lotId: string, kind: string, on: Db = db()) {
  return on.draw.findMany({ where: { lotId, kind }, orderBy: { createdAt: "desc" } });
}
