import { createHash, randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, open, readdir, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isObjectProblem, type Objects } from "@/lib/usecases/ports/objects";
import { diskObjects } from "./disk";
import { s3Objects } from "./s3";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const key = () => `contract/${randomUUID()}`;

async function read(objects: Objects, name: string, range?: { from?: number; to?: number }): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await objects.get(name, range)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function refusal(act: Promise<unknown>): Promise<string> {
  try {
    await act;
  } catch (error) {
    if (isObjectProblem(error)) return error.code;
    throw error;
  }
  return "accepted";
}

/** What every object store must do, the demonstration one and the real one alike. */
function contract(open: () => Promise<Objects>) {
  let objects: Objects;
  beforeAll(async () => {
    objects = await open();
  });

  it("gives back what was put, with its facts", async () => {
    const name = key();
    const bytes = randomBytes(100_000);
    expect(await objects.put(name, bytes)).toEqual({ sizeBytes: 100_000, sha256: sha256(bytes) });
    expect(await read(objects, name)).toEqual(bytes);
    expect(await objects.stat(name)).toEqual({ sizeBytes: 100_000, sha256: sha256(bytes), retainUntil: null });
  });

  it("takes a stream larger than one PUT", async () => {
    const name = key();
    const piece = randomBytes(1 << 20);
    async function* body() {
      for (let i = 0; i < 70; i++) yield piece;
    }
    const facts = await objects.put(name, body());
    expect(facts.sizeBytes).toBe(70 << 20);
    const hash = createHash("sha256");
    for await (const chunk of await objects.get(name)) hash.update(chunk);
    expect(hash.digest("hex")).toBe(facts.sha256);
  });

  it("takes an empty object", async () => {
    const name = key();
    await objects.put(name, new Uint8Array());
    expect(await read(objects, name)).toHaveLength(0);
  });

  it.each([
    [{ from: 10, to: 20 }, 10, 20],
    [{ from: 990 }, 990, 1000],
    [{ to: 5 }, 0, 5],
    [{ from: 995, to: 5000 }, 995, 1000],
    [{ from: 2000 }, 1000, 1000],
  ])("reads the range %o", async (range, from, to) => {
    const name = key();
    const bytes = randomBytes(1000);
    await objects.put(name, bytes);
    expect(await read(objects, name, range)).toEqual(bytes.subarray(from, to));
  });

  it("writes a key once: the same bytes again are fine, others are refused and change nothing", async () => {
    const name = key();
    const bytes = randomBytes(500);
    await objects.put(name, bytes);
    expect(await objects.put(name, bytes)).toEqual({ sizeBytes: 500, sha256: sha256(bytes) });
    expect(await refusal(objects.put(name, randomBytes(500)))).toBe("exists");
    expect(await read(objects, name)).toEqual(bytes);
  });

  it("lets one of many simultaneous writers of a key win, whole", async () => {
    const name = key();
    const bodies = Array.from({ length: 8 }, () => randomBytes(20_000));
    const ends = await Promise.all(bodies.map((body) => refusal(objects.put(name, body))));
    expect(ends.filter((end) => end === "accepted")).toHaveLength(1);
    expect(ends.filter((end) => end === "exists")).toHaveLength(7);
    expect(await read(objects, name)).toEqual(bodies[ends.indexOf("accepted")]);
  });

  it("keeps nothing of bytes that are not the announced ones, nor of a stream that breaks", async () => {
    const name = key();
    const bytes = randomBytes(300);
    expect(await refusal(objects.put(name, bytes, { sha256: sha256(randomBytes(300)) }))).toBe("digest");
    async function* broken() {
      yield bytes;
      throw new Error("connection lost");
    }
    await expect(objects.put(name, broken())).rejects.toThrow("connection lost");
    expect(await objects.stat(name)).toBeNull();
    await objects.put(name, bytes, { sha256: sha256(bytes) });
    expect(await read(objects, name)).toEqual(bytes);
  });

  it("says that an object is absent before the first piece", async () => {
    expect(await refusal(objects.get(key()))).toBe("absent");
    expect(await objects.stat(key())).toBeNull();
    await objects.remove(key());
  });

  it.skipIf(!existsSync("/proc/self/fd"))("holds nothing open for who asks and does not read", async () => {
    const held = () => readdirSync("/proc/self/fd").length;
    const name = key();
    await objects.put(name, Buffer.alloc(3 << 20, 7));
    await read(objects, name);
    const before = held();
    const asked: AsyncIterable<Uint8Array>[] = [];
    for (let turn = 0; turn < 40; turn++) asked.push(await objects.get(name));
    // Lines to a server that are kept for the next question are few; one an answer would be forty.
    expect(held() - before).toBeLessThan(20);
    // Read late, it is whole.
    let octets = 0;
    for await (const piece of asked[0]!) octets += piece.length;
    expect(octets).toBe(3 << 20);
  });

  it("removes what is not retained, and the key may then be used anew", async () => {
    const name = key();
    await objects.put(name, randomBytes(10));
    await objects.remove(name);
    expect(await objects.stat(name)).toBeNull();
    const other = randomBytes(20);
    await objects.put(name, other);
    expect(await read(objects, name)).toEqual(other);
  });

  it("refuses removal under retention, which a repeated put may lengthen and never shorten", async () => {
    const name = key();
    const bytes = randomBytes(40);
    const short = new Date(Date.now() + 4_000);
    const long = new Date(Date.now() + 3_600_000);
    await objects.put(name, bytes, { retainUntil: short });
    expect(await refusal(objects.remove(name))).toBe("retained");
    await objects.put(name, bytes, { retainUntil: long });
    await objects.put(name, bytes, { retainUntil: short });
    const kept = (await objects.stat(name))?.retainUntil;
    expect(Math.abs((kept?.getTime() ?? 0) - long.getTime())).toBeLessThan(1000); // S3 counts seconds
    expect(await refusal(objects.remove(name))).toBe("retained");
    expect(await read(objects, name)).toEqual(bytes);
  });

  it("lets go when retention has ended", { timeout: 20_000 }, async () => {
    const name = key();
    await objects.put(name, randomBytes(10), { retainUntil: new Date(Date.now() + 2_000) });
    expect(await refusal(objects.remove(name))).toBe("retained");
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    await objects.remove(name);
    expect(await objects.stat(name)).toBeNull();
  });

  it.each(["../up", "/root", "a//b", "a/../b", ".hidden", "a/", "", "a\\b", "中文"])(
    "refuses the key %o",
    async (bad) => {
      expect(await refusal(objects.put(bad, new Uint8Array(1)))).toBe("key");
      expect(await refusal(objects.get(bad))).toBe("key");
    },
  );

  it("says that it is well", async () => {
    expect(await objects.health()).toBe(true);
  });
}

describe("objects on disk", () => {
  let root = "";
  contract(async () => {
    root = await mkdtemp(join(tmpdir(), "xinbiao-objects-"));
    return diskObjects(root);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  it("holds a file that was cut off by a fall of the machine for absent, and writes it anew", async () => {
    const objects = diskObjects(root);
    const bytes = randomBytes(5_000);
    for (const left of [0, 4_000, 5_050]) {
      const name = key();
      await objects.put(name, bytes);
      await truncate(join(root, "objects", `${name}~`), left);
      expect(await objects.stat(name)).toBeNull();
      expect(await refusal(objects.get(name))).toBe("absent");
      await objects.put(name, bytes, { sha256: sha256(bytes) });
      expect(await read(objects, name)).toEqual(bytes);
    }
  });

  it("does not take a file for the same whose bytes never came, though its record did", async () => {
    const objects = diskObjects(root);
    const name = key();
    const bytes = randomBytes(5_000);
    await objects.put(name, bytes);
    const file = await open(join(root, "objects", `${name}~`), "r+");
    await file.write(Buffer.alloc(1_000), 0, 1_000, 2_000);
    await file.close();
    await objects.put(name, bytes);
    expect(await read(objects, name)).toEqual(bytes);
  });

  it("sweeps away what was being written when a process fell, once it is a day old", async () => {
    const drafts = join(root, "drafts");
    for (const [name, days] of [
      ["old", 2],
      ["new", 0],
    ] as const) {
      await writeFile(join(drafts, name), "half");
      const at = new Date(Date.now() - days * 86_400_000);
      await utimes(join(drafts, name), at, at);
    }
    await diskObjects(root).put(key(), randomBytes(10));
    expect(await readdir(drafts)).toEqual(["new"]);
    await rm(join(drafts, "new"));
  });

  it("says that it is not well where it cannot write", async () => {
    const file = join(root, "not-a-folder");
    await writeFile(file, "");
    expect(await diskObjects(file).health()).toBe(false);
  });
});

const endpoint = process.env.S3_ENDPOINT;
describe.skipIf(!endpoint)("objects in S3", () => {
  const settings = {
    endpoint: endpoint ?? "http://127.0.0.1:1",
    bucket: `contract-${randomUUID()}`,
    accessKey: process.env.S3_ACCESS_KEY ?? "",
    secretKey: process.env.S3_SECRET_KEY ?? "",
    region: process.env.S3_REGION ?? "us-east-1",
  };
  contract(async () => s3Objects(settings));

  it("says that it is not well where nobody answers", async () => {
    expect(await (await s3Objects({ ...settings, endpoint: "http://127.0.0.1:1" })).health()).toBe(false);
  });
});
