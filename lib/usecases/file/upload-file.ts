import type { Actor } from "@/lib/domain/actor";
import { EICAR, fileTypeOf, type FileType, safeName } from "@/lib/domain/file-type";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { addFile, type FileRow } from "@/lib/store/files";
import type { Deps } from "@/lib/usecases/deps";

export type Upload = { readonly name: string; readonly body: AsyncIterable<Uint8Array> };

/**
 * Stores a file as it streams in: type by content (not by name), size limit, SHA-256 by the way. Its bytes are durable
 * before its row exists; a broken upload leaves an object without a row, which nobody can reach.
 *
 * @throws {Refusal} FILE_TYPE for what is not one of the types taken; FILE_TOO_LARGE; FILE_UNSAFE for a known test virus
 */
export async function uploadFile(actor: Actor, upload: Upload, deps: Deps): Promise<FileRow> {
  authorise(actor, "file.upload", "none");
  const name = safeName(upload.name);
  if (!name) throw new Refusal("FILE_TYPE", {}, ["R-19"]);
  const { head, rest } = await peek(upload.body);
  const type = fileTypeOf(name, head);
  if (!type) throw new Refusal("FILE_TYPE", {}, ["R-19"]);
  const objectKey = `files/${crypto.randomUUID()}`;
  const watch: Watch = { refusal: null };
  try {
    const { sha256, sizeBytes } = await deps.objects.put(objectKey, guarded(rest, type, watch));
    const owner = { partyId: actor.partyId, createdById: actor.personId };
    return await addFile({ sha256, sizeBytes: BigInt(sizeBytes), name, media: type.media, objectKey, ...owner });
  } catch (error) {
    // The store may wrap what its source threw; the reason is ours.
    throw watch.refusal ?? error;
  }
}

type Watch = { refusal: Refusal | null };

/** The first bytes, and everything including them. */
async function peek(body: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; rest: AsyncIterable<Uint8Array> }> {
  const source = body[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 16) {
    const { done, value } = await source.next();
    if (done) break;
    first.push(value);
    length += value.length;
  }
  async function* all() {
    yield* first;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  return { head: new Uint8Array(Buffer.concat(first)), rest: all() };
}

/** Counts while it passes on; stops at the limit, and at a known test virus also across two pieces. */
async function* guarded(
  body: AsyncIterable<Uint8Array>,
  { limitBytes }: FileType,
  watch: Watch,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  let tail = "";
  for await (const piece of body) {
    seen += piece.length;
    if (seen > limitBytes) {
      watch.refusal = new Refusal("FILE_TOO_LARGE", { limitBytes });
      throw watch.refusal;
    }
    const text = tail + Buffer.from(piece).toString("latin1");
    if (text.includes(EICAR)) {
      watch.refusal = new Refusal("FILE_UNSAFE", {}, ["R-19"]);
      throw watch.refusal;
    }
    tail = text.slice(-EICAR.length);
    yield piece;
  }
}
