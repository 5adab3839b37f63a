import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { sha256Hex, utf8 } from "@/lib/crypto/bytes";
import { compareUtf8 } from "@/lib/crypto/policy";

export type Members = Record<string, Uint8Array>;
export type Statement = ReturnType<typeof JSON.parse>;

/** Hands of somebody who holds all keys of the platform, and nobody else's: changes members, signs anew, lists anew. */
export type Forger = {
  readonly members: Members;
  read(name: string): Statement;
  /** Puts a statement in the place of `<base>.json`, signed by the platform. */
  put(base: string, value: Json): Promise<void>;
  /** The same of `<base>.json` whose platform's signature is called otherwise, or that has none. */
  write(name: string, value: Json): void;
  swap(one: string, two: string): void;
  flip(name: string, at: number): void;
  /** Names that match, in their order. */
  like(pattern: RegExp): string[];
  lines(keep: (event: Statement) => boolean): void;
};

export function forger(given: Members, sign: (bytes: Uint8Array) => Promise<Uint8Array>): Forger {
  const members = { ...given };
  const read = (name: string): Statement => JSON.parse(new TextDecoder().decode(members[name]!));
  const write = (name: string, value: Json) => {
    members[name] = canonicalBytes(value);
  };
  return {
    members,
    read,
    write,
    put: async (base, value) => {
      write(`${base}.json`, value);
      members[`${base}.p7s`] = await sign(members[`${base}.json`]!);
    },
    swap: (one, two) => {
      [members[one], members[two]] = [members[two]!, members[one]!];
    },
    flip: (name, at) => {
      const copy = Uint8Array.from(members[name]!);
      copy[at]! ^= 1;
      members[name] = copy;
    },
    like: (pattern) =>
      Object.keys(members)
        .filter((name) => pattern.test(name))
        .sort(),
    lines: (keep) => {
      const lines = new TextDecoder().decode(members["events.jsonl"]!).split("\n").slice(0, -1);
      members["events.jsonl"] = utf8(
        lines
          .filter((line) => keep(JSON.parse(line)))
          .map((line) => `${line}\n`)
          .join(""),
      );
    },
  };
}

/** The index anew, over what the members are now, signed by the platform. */
export async function listed(
  { members, read }: Forger,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Members> {
  const names = Object.keys(members)
    .filter((name) => !name.startsWith("index."))
    .sort(compareUtf8);
  const files = await Promise.all(
    names.map(async (name) => ({ len: members[name]!.length, name, sha256: await sha256Hex(members[name]!) })),
  );
  const index = canonicalBytes({ ...read("index.json"), files });
  return { ...members, "index.json": index, "index.p7s": await sign(index) };
}

/** The bids that the list at the closing names, in its order. */
export const bids = (forged: Forger): string[] =>
  forged.read("opening/close-list.json").bids.map(({ bid }: Statement) => bid);
