import { utf8, type Bytes } from "./bytes";
import { reject } from "./reasons";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

const MAX_DEPTH = 16;

/** Canonical bytes of a value (RFC 8785, restricted as protocol §2.1 says). Members that are undefined are left out. */
export const canonicalBytes = (value: Json): Bytes => utf8(canonicalText(value));

/** @throws reasons `number`, `string`, `depth`, `shape` for what the profile does not allow */
export function canonicalText(value: Json, depth = 0): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return integer(value);
  if (typeof value === "string") return text(value);
  if (depth === MAX_DEPTH) reject("depth", `deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalText(item, depth + 1)).join(",")}]`;
  if (typeof value !== "object") return reject("shape", typeof value);
  const members = Object.entries(value as Record<string, Json | undefined>)
    .filter((member): member is [string, Json] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); // by UTF-16 code units, as JavaScript compares
  return `{${members.map(([name, item]) => `${text(name)}:${canonicalText(item, depth + 1)}`).join(",")}}`;
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) reject("number", String(value));
  return String(value);
}

function text(value: string): string {
  if (!value.isWellFormed() || value !== value.normalize("NFC")) reject("string", "not well-formed NFC");
  return JSON.stringify(value);
}

/**
 * Reads canonical JSON and nothing else: what it gives, written again, is byte for byte what came. Duplicate names,
 * other orders, white space, other number forms and a BOM all fail that comparison.
 * @throws reasons `json`, `not-canonical`, `number`, `string`, `depth`
 */
export function parseCanonical(bytes: Uint8Array): Json {
  let source: string;
  let value: Json;
  try {
    source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (nesting(source) > MAX_DEPTH) reject("depth", `deeper than ${MAX_DEPTH}`);
    value = JSON.parse(source);
  } catch (error) {
    if (error instanceof Error && "reason" in error) throw error;
    return reject("json", error instanceof Error ? error.message : "unreadable");
  }
  if (canonicalText(value) !== source) reject("not-canonical", "written again, the bytes differ");
  return value;
}

/** Depth of brackets outside strings, counted before the parser recurses. */
function nesting(source: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < source.length; at++) {
    const c = source.charCodeAt(at);
    if (quoted) {
      if (c === 0x5c) at++;
      else if (c === 0x22) quoted = false;
    } else if (c === 0x22) quoted = true;
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}

/** An instant of the platform: UTC with exactly six decimals. */
export const instant = (at: Date): string => at.toISOString().replace(/\.(\d{3})Z$/, ".$1000Z");
/** An instant in whole seconds, as clients and the tender record write it. */
export const second = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, "Z");
