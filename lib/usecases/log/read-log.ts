import { reasonOf } from "@/lib/crypto/reasons";
import { parseTilePath, TILE_WIDTH, type TileName } from "@/lib/crypto/tile";
import { cosignedHead, latestCosignedHead } from "@/lib/store/log";
import { tileBytes } from "@/lib/store/log-tiles";

/** The public log's newest checkpoint that a witness has signed (protocol §6.6); null before there is one. */
export async function readCheckpoint(): Promise<string | null> {
  const head = (await latestCosignedHead()) ?? (await cosignedHead(0n, 0));
  return head ? head.note + head.cosignatures.join("") : null;
}

export type Tile = { readonly bytes: Uint8Array; readonly full: boolean };

/** A tile by its path below `/tile/`; null for a path that names none, or none yet. Says nothing that depends on load. */
export async function readTile(path: string): Promise<Tile | null> {
  const name = nameOf(path);
  const bytes = name && (await tileBytes(name));
  return name && bytes ? { bytes, full: name.width === TILE_WIDTH } : null;
}

function nameOf(path: string): TileName | null {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (reasonOf(error) === "tile") return null;
    throw error;
  }
}
