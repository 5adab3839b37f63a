import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { concat, randomBytes, utf8 } from "./bytes";
import { fileOf } from "./container";
import { useEngine } from "./engine";
import { readZip, wholeEntry } from "./zip-read";
import { type ZipMember, zipStream } from "./zip-write";

const folder = mkdtempSync(join(tmpdir(), "zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const body = concat(...Array.from({ length: 5 }, () => randomBytes(60_001)));
const MEMBERS: readonly ZipMember[] = [
  { name: "seal.json", content: utf8(`{"a":"${"x".repeat(5000)}"}`) },
  { name: "空.json", content: utf8("") },
  {
    name: "bids/bodies/a/0.bin",
    content: {
      len: body.length,
      pieces: async function* () {
        for (let at = 0; at < body.length; at += 70_000) yield body.subarray(at, at + 70_000);
      },
    },
  },
  { name: "raw.p7s", content: randomBytes(400) },
];

async function zipped(members: readonly ZipMember[] = MEMBERS): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(members)) pieces.push(piece);
  return concat(...pieces);
}
const refusal = async (bytes: Uint8Array): Promise<string> => {
  try {
    for (const entry of await readZip(fileOf(bytes))) await wholeEntry(entry, 1 << 20);
    return "read";
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
};

describe("archive packages as zip files", () => {
  it("come back as they were put in, by ours and by others' programs", async () => {
    const zip = await zipped();
    const entries = await readZip(fileOf(zip));
    expect(entries.map(({ name }) => name)).toEqual(MEMBERS.map(({ name }) => name));
    const others = unzipSync(zip);
    for (const entry of entries) expect(await wholeEntry(entry, 1 << 20)).toEqual(others[entry.name]);
    expect(others["bids/bodies/a/0.bin"]).toEqual(body);
    writeFileSync(join(folder, "a.zip"), zip);
    const script =
      "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;z.extractall(sys.argv[2])";
    execFileSync("python3", ["-c", script, join(folder, "a.zip"), join(folder, "out")]);
    expect(new Uint8Array(readFileSync(join(folder, "out", "bids/bodies/a/0.bin")))).toEqual(body);
  });

  it("give any place of a body without what is before it", async () => {
    const entry = (await readZip(fileOf(await zipped()))).find(({ name }) => name.endsWith(".bin"))!;
    expect(await entry.read!(123_456, 123_500)).toEqual(body.subarray(123_456, 123_500));
    await expect(entry.read!(0, body.length + 1)).rejects.toMatchObject({ reason: "archive" });
  });

  it("above 4 GiB: the wide records are read where the file says so", { timeout: 120_000 }, async () => {
    useEngine(NODE_ENGINE);
    // Four gigabytes of zeros that nobody holds: only what is not zero is kept, with its place.
    const zeros = new Uint8Array(1 << 24);
    const len = 257 * zeros.length;
    const kept: { readonly at: number; readonly bytes: Uint8Array }[] = [];
    let size = 0;
    const pieces = async function* () {
      for (let n = 0; n < 257; n++) yield zeros;
    };
    for await (const bytes of zipStream([{ name: "big.bin", content: { len, pieces } }, MEMBERS[0]!])) {
      if (bytes !== zeros) kept.push({ at: size, bytes });
      size += bytes.length;
    }
    const read = async (from: number, to: number) => {
      const out = new Uint8Array(to - from);
      for (const { at, bytes } of kept)
        for (let n = Math.max(at, from); n < Math.min(at + bytes.length, to); n++) out[n - from] = bytes[n - at]!;
      return out;
    };
    const entries = await readZip({ size, read });
    expect(entries.map((entry) => [entry.name, entry.len])).toEqual([
      ["big.bin", len],
      ["seal.json", 5008],
    ]);
    expect(await wholeEntry(entries[1]!, 1 << 20)).toEqual(MEMBERS[0]!.content);
    expect(await entries[0]!.read!(len - 10, len)).toEqual(new Uint8Array(10));
  });

  it("refuses what could be read in two ways, or make the reader allocate", async () => {
    const zip = await zipped();
    const end = new DataView(zip.buffer, zip.byteLength - 22);
    const at = end.getUint32(16, true);
    const changed = (where: number, value: number) => {
      const copy = Uint8Array.from(zip);
      copy[where]! ^= value;
      return copy;
    };
    expect(await refusal(zip)).toBe("read");
    expect(await refusal(zip.slice(0, -1))).toBe("archive");
    expect(await refusal(concat(zip, utf8("x")))).toBe("archive");
    expect(await refusal(changed(at + 8, 1))).toBe("archive"); // encrypted
    expect(await refusal(changed(at + 10, 4))).toBe("archive"); // another method
    expect(await refusal(changed(at + 24, 8))).toBe("archive"); // another length
    expect(await refusal(changed(at + 42, 1))).toBe("archive"); // another place
    const twice = await zipped([MEMBERS[0]!, { ...MEMBERS[3]!, name: "seal.json" }]);
    expect(await refusal(twice)).toBe("archive");
    for (let n = 0; n < zip.length; n += 977) expect(["read", "archive"]).toContain(await refusal(changed(n, 0x55)));
  });
});
