import { type Bytes, concat, u16 } from "./bytes";
import { reject } from "./reasons";

/** Hashes of a full tile, and entries of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** A tile of hashes at a level (each covers 256^level entries), or a bundle of entries; `width` 256 is full. */
export type TileName = { readonly level: number | "entries"; readonly index: bigint; readonly width: number };

const MAX_LEVEL = 63;

/**
 * Reads `<L>/<N>[.p/<W>]` as it follows `/tile/` (C2SP tlog-tiles): N in groups of three digits, all but the last marked x.
 * @throws reason `tile`
 */
export function parseTilePath(path: string): TileName {
  const match = /^(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path);
  if (!match) return reject("tile", path);
  const level = match[1] === "entries" ? "entries" : Number(match[1]);
  const groups = match[2]!.split("/");
  // One spelling for each tile: a number does not begin with a group of zeros.
  if (groups.length > 1 && groups[0] === "x000") return reject("tile", "leading zeros");
  if (groups.length > 7 || (level !== "entries" && level > MAX_LEVEL)) return reject("tile", "out of range");
  const index = BigInt(groups.map((group) => group.replace("x", "")).join(""));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (match[3] !== undefined && width >= TILE_WIDTH) return reject("tile", "width");
  return { level, index, width };
}

/** Path of a tile below `/tile/`. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = index.toString();
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.{3}/g)!;
  const number = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return `${level}/${number}${width < TILE_WIDTH ? `.p/${width}` : ""}`;
}

/** How many hashes or entries the tile can have in a log of this size. */
export function tileReach({ level, index }: Pick<TileName, "level" | "index">, size: bigint): number {
  const there = size >> BigInt(8 * (level === "entries" ? 0 : level));
  const left = there - index * BigInt(TILE_WIDTH);
  return left <= 0n ? 0 : Number(left > BigInt(TILE_WIDTH) ? BigInt(TILE_WIDTH) : left);
}

/** A bundle of entries: each with its length before it (u16). */
export const entryBundle = (entries: readonly Uint8Array[]): Bytes =>
  concat(...entries.flatMap((entry) => [u16(entry.length), entry]));

/** Takes a bundle apart. @throws reason `tile` */
export function readEntryBundle(bundle: Uint8Array): Bytes[] {
  const entries: Bytes[] = [];
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) return reject("tile", "cut off");
    const length = (bundle[at]! << 8) | bundle[at + 1]!;
    if (at + 2 + length > bundle.length) return reject("tile", "cut off");
    entries.push(bundle.slice(at + 2, at + 2 + length) as Bytes);
    at += 2 + length;
  }
  return entries;
}
