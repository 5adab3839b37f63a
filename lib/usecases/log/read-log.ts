import { utf8 } from "@/lib/crypto/bytes";
import { reasonOf } from "@/lib/crypto/reasons";
import { parseTilePath, TILE_WIDTH, type TileName } from "@/lib/crypto/tile";
import { cosignedHead, latestCosignedHead } from "@/lib/store/log";
import { latestLogStamp, logStampOf } from "@/lib/store/log-stamps";
import { tileBytes } from "@/lib/store/log-tiles";

/** The public log's newest checkpoint that a witness has signed (protocol §6.6); null before there is one. */
export async function readCheckpoint(): Promise<string | null> {
  const head = (await latestCosignedHead()) ?? (await cosignedHead(0n, 0));
  return head ? head.note + head.cosignatures.join("") : null;
}

export type Stamped = { readonly bytes: Uint8Array; readonly isToken: boolean; readonly isFixed: boolean };

/**
 * A checkpoint with an hourly token (protocol §5.1), or the token: `checkpoint` and `checkpoint.tst` of the newest,
 * `<size>/checkpoint` and `<size>/checkpoint.tst` of that size. Null for a path that names none.
 */
export async function readStamped(path: string): Promise<Stamped | null> {
  const match = /^(?:(0|[1-9]\d{0,17})\/)?checkpoint(\.tst)?$/.exec(path);
  if (!match) return null;
  const [, size, token] = match;
  const stamp = size === undefined ? await latestLogStamp() : await logStampOf(BigInt(size));
  if (!stamp) return null;
  const bytes = token ? stamp.tst : utf8(stamp.checkpoint);
  return { bytes, isToken: token !== undefined, isFixed: size !== undefined };
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
