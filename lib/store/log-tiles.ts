import { type Bytes, concat } from "@/lib/crypto/bytes";
import { entryBundle, TILE_WIDTH, type TileName, tileReach } from "@/lib/crypto/tile";
import { db } from "./db";
import { logSize } from "./log";

/**
 * A tile of the public log as its file is (C2SP tlog-tiles), rebuilt from batches and nodes.
 * @returns null where the log has not grown so far
 */
export async function tileBytes(name: TileName): Promise<Bytes | null> {
  if (tileReach(name, await logSize()) < name.width) return null;
  const from = name.index * BigInt(TILE_WIDTH);
  const range = { gte: from, lt: from + BigInt(name.width) };
  if (name.level === "entries") {
    const rows = await db().logBatch.findMany({
      where: { idx: range },
      orderBy: { idx: "asc" },
      select: { entry: true },
    });
    return whole(rows.length, name) && entryBundle(rows.map(({ entry }) => entry));
  }
  const where = { level: 8 * name.level, idx: range };
  const rows = await db().logNode.findMany({ where, orderBy: { idx: "asc" }, select: { hash: true } });
  return whole(rows.length, name) && concat(...rows.map(({ hash }) => hash));
}

/** A hole in the log is a defect to be seen, never a shorter tile. */
function whole(rows: number, { level, index, width }: TileName): true {
  if (rows !== width) throw new Error(`tile ${level}/${index}: ${rows} of ${width}`);
  return true;
}
