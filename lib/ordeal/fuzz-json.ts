import type { Random } from "./fuzz-loop";

/** JSON as `JSON.parse` gives it; bent values need not be what any schema allows. */
export type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!;

const STRINGS = [
  "",
  "x",
  "x".repeat(2000),
  "e\u0301",
  "\u200b名",
  "a\u0000b",
  "\ud800",
  "A".repeat(43),
  "0".repeat(64),
  "F".repeat(64),
  "0.00",
  "1.5e3",
  "2026-02-30T00:00:00Z",
  "2026-11-20T01:02:03.456789Z",
  "../x",
  "..",
  "\u202egnp.exe",
];
const NUMBERS = [-1, 0, 1, 2, 1.5, 255, 256, 65_535, 65_536, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 - 1, -0, 1e21];
const NAMES = ["x", "extra", "__proto__", "constructor", "toString", "fmt", "type", "segments", ""];

type Slot = { readonly holder: Value[] | { [name: string]: Value }; readonly key: string | number };

/** Every place of a tree that holds a value. */
export function slotsOf(root: Value): Slot[] {
  const slots: Slot[] = [];
  const walk = (value: Value) => {
    if (typeof value !== "object" || value === null) return;
    const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const key of keys) {
      slots.push({ holder: value, key });
      walk((value as { [name: string]: Value })[key as string]!);
    }
  };
  walk(root);
  return slots;
}

const at = ({ holder, key }: Slot): Value => (holder as { [name: string]: Value })[key as string]!;
const put = ({ holder, key }: Slot, value: Value): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

/** One change of a statement's tree; `corpus` gives parts of other statements to be grafted in. */
export function bendJson(random: Random, root: Value, corpus: readonly Value[]): Value {
  const slots = slotsOf(root);
  if (slots.length === 0) return pick(random, STRINGS);
  const slot = pick(random, slots);
  const { holder, key } = slot;
  const old = at(slot);
  switch (random(15)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key as string];
      break;
    case 1:
      if (Array.isArray(holder))
        for (let n = random(3) ? 1 : random(300); n > 0; n--) holder.push(structuredClone(old));
      else put({ holder, key: pick(random, NAMES) }, structuredClone(old));
      break;
    case 2:
      put({ holder, key: Array.isArray(holder) ? holder.length : pick(random, NAMES) }, graft(random, corpus));
      break;
    case 3:
      put(slot, graft(random, corpus));
      break;
    case 4: {
      const other = pick(random, slots);
      const taken = at(other);
      put(other, structuredClone(old));
      put(slot, structuredClone(taken));
      break;
    }
    case 5:
      put(slot, pick<Value>(random, [null, true, false, [], {}, "", 0]));
      break;
    case 6: {
      let deep: Value = old;
      for (let depth = random(40); depth > 0; depth--) deep = random(2) ? [deep] : { x: deep };
      put(slot, deep);
      break;
    }
    case 7:
      if (typeof root === "object" && root !== null && !Array.isArray(root))
        put({ holder: root, key: "x" }, random(3) ? { note: graft(random, corpus) } : graft(random, corpus));
      break;
    case 8:
      if (Array.isArray(holder)) holder.reverse();
      else put(slot, pick(random, STRINGS));
      break;
    default:
      put(slot, edgeOf(random, old));
  }
  return root;
}

const graft = (random: Random, corpus: readonly Value[]): Value => {
  const slots = slotsOf(pick(random, corpus));
  return slots.length > 0 ? structuredClone(at(pick(random, slots))) : null;
};

function edgeOf(random: Random, old: Value): Value {
  if (typeof old === "number") return random(3) ? pick(random, NUMBERS) : old + (random(2) ? 1 : -1);
  if (typeof old === "boolean") return !old;
  if (typeof old !== "string" || random(3) === 0) return pick(random, STRINGS);
  if (old.length === 0) return "0";
  const where = random(old.length);
  switch (random(5)) {
    case 0:
      return old.slice(0, where);
    case 1:
      return old + old;
    case 2:
      return old.toUpperCase();
    default:
      return `${old.slice(0, where)}${String.fromCharCode(old.charCodeAt(where) ^ (1 << random(3)))}${old.slice(where + 1)}`;
  }
}

/** Canonical form as RFC 8785 has it, written here once more: what is accepted is compared with this, not with the parser's own. */
export function canon(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(canon).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${names.map((name) => `${JSON.stringify(name)}:${canon(value[name]!)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The text of a statement: mostly canonical, so that what is behind that door is tried; now and then in another spelling. */
export function spelled(random: Random, value: Value): string {
  const text = canon(value);
  if (random(4) > 0) return text;
  switch (random(9)) {
    case 0:
      return JSON.stringify(value, null, 1);
    case 1:
      return `${text}\n`;
    case 2:
      return `\ufeff${text}`;
    case 3:
      return text.replace(/^\{("[^"]*":(?:"[^"]*"|\d+))/, "{$1,$1");
    case 4:
      return text.replace(/:(\d+)([,}])/, ":$1.0$2");
    case 5:
      return text.replace(/"([a-z])/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`);
    case 6:
      return text.replace(/^\{("[^"]*":[^,{[]*),("[^"]*":[^,{[]*)/, "{$2,$1");
    case 7:
      return text.replace(/:(\d+)([,}])/, ":-0$2");
    default:
      return text.slice(0, random(text.length));
  }
}

/** Whether these octets are the one canonical spelling of what they say. */
export function isCanonical(input: Uint8Array): boolean {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(input);
    return canon(JSON.parse(text) as Value) === text && text.normalize("NFC") === text;
  } catch {
    return false;
  }
}

/** Octets changed without regard to structure. */
export function scratched(random: Random, bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (changed.length === 0) return changed;
  const where = random(changed.length);
  switch (random(4)) {
    case 0:
      return changed.subarray(0, where);
    case 1:
      return Uint8Array.from([...changed, ...new Uint8Array(1 + random(40)).fill(random(256))]);
    case 2:
      changed.fill(random(256), where, where + random(64));
      return changed;
    default:
      for (let n = 1 + random(8); n > 0; n--) changed[random(changed.length)]! ^= 1 << random(8);
      return changed;
  }
}
