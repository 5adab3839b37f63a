import { utf8, type Bytes } from "./bytes";
import { reject } from "./reasons";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

const MAX_DEPTH = 16;

/** Canonical bytes of a value (RFC 8785, restricted as protocol §2.1 says). Members that are undefined are left out. */
export const canonicalBytes = (value: Json): Bytes => utf8(canonicalText(value));

/** @throws reasons `number`, `string`, `depth`, `shape` for what the profile does not allow */
export const canonicalText = (value: Json): string => write(value, RESTRICTED, 0);

/** RFC 8785 without our restrictions: fractions and any well-formed text. For data that is not ours. */
export const jcsText = (value: Json): string => write(value, GENERAL, 0);

type Profile = { readonly number: (value: number) => string; readonly text: (value: string) => string };

const GENERAL: Profile = {
  number: (value) =>
    Number.isFinite(value) ? String(Object.is(value, -0) ? 0 : value) : reject("number", String(value)),
  text: (value) => (value.isWellFormed() ? JSON.stringify(value) : reject("string", "unpaired surrogate")),
};

const RESTRICTED: Profile = {
  number: (value) =>
    Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : reject("number", String(value)),
  text: (value) => (value === value.normalize("NFC") ? GENERAL.text(value) : reject("string", "not in NFC")),
};

function write(value: Json, profile: Profile, depth: number): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return profile.number(value);
  if (typeof value === "string") return profile.text(value);
  if (typeof value !== "object") return reject("shape", typeof value);
  if (depth === MAX_DEPTH) return reject("depth", `deeper than ${MAX_DEPTH}`);
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, profile, depth + 1)).join(",")}]`;
  const members = Object.entries(value as Record<string, Json | undefined>)
    .filter((member): member is [string, Json] => member[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); // by UTF-16 code units, as JavaScript compares
  return `{${members.map(([name, item]) => `${profile.text(name)}:${write(item, profile, depth + 1)}`).join(",")}}`;
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
