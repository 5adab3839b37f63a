import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, Mode } from "minio";
import { machineNow } from "@/lib/kernel/clock";
import {
  type Body,
  checkKey,
  later,
  type ObjectRecord,
  type PutOptions,
  parseRecord,
  piecesOf,
  problem,
  type Range,
} from "./record";

export type S3Settings = {
  /** `http://host:port` or `https://host`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
};

type Store = { readonly client: Client; readonly bucket: string; readonly ready: () => Promise<void> };
type Held = ObjectRecord & { readonly version: string };

/** One PUT of the client; larger bodies go in parts. */
const ONE_PUT_BYTES = 64 << 20;
const COMPLIANCE = "COMPLIANCE" as Mode;

/**
 * Objects in an S3 bucket made with object lock (and made here if absent). Retention is the store's own, mode COMPLIANCE:
 * the holder of the keys cannot remove or shorten either. A key is written once because its record is one conditional PUT.
 */
export async function s3Objects(settings: S3Settings) {
  const store = await connect(settings);
  return {
    put: (key: string, body: Body, options: PutOptions = {}) => put(store, key, body, options),
    get: (key: string, range: Range = {}) => get(store, key, range),
    stat: async (key: string) => {
      const held = await heldAt(store, key);
      if (!held) return null;
      const retainUntil = await retentionOf(store, recordKey(key), held.version);
      return { sizeBytes: held.sizeBytes, sha256: held.sha256, retainUntil };
    },
    remove: (key: string) => remove(store, key),
    health: async () => {
      try {
        await store.ready();
        return await store.client.bucketExists(store.bucket);
      } catch {
        return false;
      }
    },
  };
}

async function connect({ endpoint, bucket, accessKey, secretKey, region }: S3Settings): Promise<Store> {
  // Loaded where it is used: most programs never speak to it, and it takes as long as half of all the rest.
  const { Client } = await import("minio");
  const { hostname, port, protocol } = new URL(endpoint);
  const useSSL = protocol === "https:";
  const address = { endPoint: hostname, port: port ? Number(port) : useSSL ? 443 : 80, useSSL, pathStyle: true };
  // The region is given, or the client asks for it before every first request.
  const client = new Client({ ...address, accessKey, secretKey, region });
  let made: Promise<void> | undefined;
  const ready = () => {
    made ??= makeBucket(client, bucket, region).catch((error: unknown) => {
      made = undefined; // the store may only be starting: the next call tries again
      throw error;
    });
    return made;
  };
  return { client, bucket, ready };
}

async function makeBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return;
  try {
    await client.makeBucket(bucket, region, { ObjectLocking: true });
  } catch (error) {
    // Another process of ours may have been quicker.
    if (!/BucketAlready/.test(codeOf(error))) throw error;
  }
}

const recordKey = (key: string) => `keys/${key}`;
const blobKey = (blob: string) => `blobs/${blob}`;
const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? "");
const isAbsent = (error: unknown) => ["NoSuchKey", "NotFound", "NoSuchVersion"].includes(codeOf(error));

async function put(store: Store, key: string, body: Body, { sha256, retainUntil }: PutOptions) {
  checkKey(key);
  await store.ready();
  const blob = randomUUID();
  const written = await spooled(body, async (facts, source, length) => {
    if (sha256 !== undefined && sha256 !== facts.sha256) throw problem("digest", key);
    await store.client.putObject(store.bucket, blobKey(blob), source(), length);
    return facts;
  });
  const kept = await settle(store, key, { blob, ...written, retainUntil: null }, retainUntil ?? null);
  if (!kept) await dropBlob(store, blob);
  return written;
}

/** Retention stands on the bytes before the record makes them visible. */
async function settle(store: Store, key: string, record: ObjectRecord, retainUntil: Date | null): Promise<boolean> {
  const held = await heldAt(store, key);
  if (!held) {
    if (await writeRecord(store, key, record, retainUntil)) return true;
    return settle(store, key, record, retainUntil); // somebody else was quicker: judge by what they wrote
  }
  if (held.sha256 !== record.sha256) {
    await dropBlob(store, record.blob);
    throw problem("exists", key);
  }
  const stands = await retentionOf(store, recordKey(key), held.version);
  const until = later(stands, retainUntil);
  if (until && until.getTime() !== stands?.getTime()) {
    await retain(store, blobKey(held.blob), until);
    await retain(store, recordKey(key), until, held.version);
  }
  return false;
}

async function writeRecord(store: Store, key: string, record: ObjectRecord, until: Date | null): Promise<boolean> {
  if (until) await retain(store, blobKey(record.blob), until);
  const mine = await putRecord(store, key, record);
  if (mine === null) return false;
  // Some stores let two conditional PUTs pass at once in a versioned bucket. The oldest version is the record, whoever
  // reads; the writer of a younger one takes it back.
  const first = await oldestVersion(store, recordKey(key));
  if (mine !== undefined && first !== mine) {
    await removeVersion(store, recordKey(key), mine);
    return false;
  }
  if (until) await retain(store, recordKey(key), until, mine);
  return true;
}

/** The version written (undefined where the bucket has none), or null where a record stands already. */
async function putRecord(
  { client, bucket }: Store,
  key: string,
  record: ObjectRecord,
): Promise<string | undefined | null> {
  const text = Buffer.from(JSON.stringify(record));
  try {
    const { versionId } = await client.putObject(bucket, recordKey(key), text, text.length, { "If-None-Match": "*" });
    return versionId ?? undefined;
  } catch (error) {
    if (/PreconditionFailed|ConditionalRequestConflict/.test(codeOf(error))) return null;
    throw error;
  }
}

/** S3 lists versions of a name from the newest to the oldest. Undefined where nothing stands, "null" without versioning. */
async function oldestVersion({ client, bucket }: Store, name: string): Promise<string | undefined> {
  let oldest: string | undefined;
  for await (const item of client.listObjects(bucket, name, true, { IncludeVersion: true })) {
    const {
      name: found,
      versionId,
      isDeleteMarker,
    } = item as { name?: string; versionId?: string; isDeleteMarker?: boolean };
    if (found !== name) break; // a longer name with the same beginning
    if (!isDeleteMarker) oldest = versionId ?? "null";
  }
  return oldest;
}

async function get(store: Store, key: string, { from = 0, to }: Range): Promise<AsyncIterable<Uint8Array>> {
  const held = await heldAt(store, key);
  if (!held) throw problem("absent", key);
  return readFrom(store, held, from, Math.min(to ?? held.sizeBytes, held.sizeBytes));
}

/** Asked for by whoever reads the first piece: a caller that never does, as for a HEAD request, must leave no line open. */
async function* readFrom(store: Store, { blob }: Held, from: number, end: number): AsyncGenerator<Uint8Array> {
  if (from < end) yield* await store.client.getPartialObject(store.bucket, blobKey(blob), from, end - from);
}

async function remove(store: Store, key: string): Promise<void> {
  const held = await heldAt(store, key);
  if (!held) return;
  const until = await retentionOf(store, recordKey(key), held.version);
  if (until && until > machineNow()) throw problem("retained", key);
  await removeVersion(store, recordKey(key), held.version);
  await removeVersion(store, blobKey(held.blob), undefined);
}

async function heldAt(store: Store, key: string): Promise<Held | null> {
  checkKey(key);
  await store.ready();
  const version = await oldestVersion(store, recordKey(key));
  if (version === undefined) return null;
  try {
    const stream = await store.client.getObject(store.bucket, recordKey(key), { versionId: version });
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    return { ...parseRecord(Buffer.concat(pieces).toString("utf8"), key), version };
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Bytes of a put that lost a race may already be retained; they then stay, without a record, until the store lets go. */
async function dropBlob(store: Store, blob: string): Promise<void> {
  try {
    await removeVersion(store, blobKey(blob), undefined);
  } catch (error) {
    if (codeOf(error) !== "AccessDenied") throw error;
  }
}

/** Without its version a removal in a versioned bucket only hides the object. */
async function removeVersion({ client, bucket }: Store, name: string, version: string | undefined): Promise<void> {
  try {
    const versionId = version ?? (await client.statObject(bucket, name)).versionId ?? undefined;
    await client.removeObject(bucket, name, versionId ? { versionId } : {});
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

async function retain({ client, bucket }: Store, name: string, until: Date, versionId?: string): Promise<void> {
  const version = versionId && versionId !== "null" ? versionId : ""; // empty: the one there is
  await client.putObjectRetention(bucket, name, {
    mode: COMPLIANCE,
    retainUntilDate: until.toISOString(),
    versionId: version,
  });
}

async function retentionOf({ client, bucket }: Store, name: string, versionId: string): Promise<Date | null> {
  try {
    const found = await client.getObjectRetention(bucket, name, { versionId });
    return found?.retainUntilDate ? new Date(found.retainUntilDate) : null;
  } catch (error) {
    if (/NoSuchObjectLockConfiguration|ObjectLockConfigurationNotFound|InvalidRequest/.test(codeOf(error))) return null;
    throw error;
  }
}

type Facts = { readonly sizeBytes: number; readonly sha256: string };
type Source = () => Buffer | ReturnType<typeof createReadStream>;

/** A stream is laid on disk first: its digest must be known before anything is sent, and its length for the sending. */
async function spooled<T>(body: Body, work: (facts: Facts, source: Source, length: number) => Promise<T>): Promise<T> {
  if (body instanceof Uint8Array && body.length <= ONE_PUT_BYTES) {
    const sha256 = createHash("sha256").update(body).digest("hex");
    const source = () => Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return work({ sizeBytes: body.length, sha256 }, source, body.length);
  }
  const folder = await mkdtemp(join(tmpdir(), "xinbiao-put-"));
  const file = join(folder, "body");
  try {
    const facts = await spool(file, body);
    return await work(facts, () => createReadStream(file), facts.sizeBytes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spool(file: string, body: Body): Promise<Facts> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const piece of piecesOf(body)) {
      hash.update(piece);
      sizeBytes += piece.length;
      await handle.writeFile(piece);
    }
  } finally {
    await handle.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}
