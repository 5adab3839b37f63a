import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { hasObtained } from "@/lib/store/documents";
import { type FileRow, fileById } from "@/lib/store/files";
import { lotById, relationToLot } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";

export const readFileInput = z.strictObject({ fileId: z.uuid() });

export type FileStream = {
  readonly file: FileRow;
  readonly body: AsyncIterable<Uint8Array>;
};

/**
 * A stored file, for whoever may read it: its uploader's organisation; everybody for what was published; those who
 * obtained the documents of the lot; host and supervisor of the lot. Everybody else cannot tell that it exists.
 *
 * @throws {Refusal} FILE_MISSING
 */
export async function readFile(actor: Actor, input: z.infer<typeof readFileInput>, deps: Deps): Promise<FileStream> {
  const file = await fileById(input.fileId);
  if (!(await mayRead(actor, file))) throw new Refusal("FILE_MISSING", {});
  return { file, body: await deps.objects.get(file.objectKey) };
}

async function mayRead(actor: Actor, file: FileRow): Promise<boolean> {
  if (file.audience === "public") return true;
  if (isOwn(actor, file)) return true;
  // Evidence of a registration, for whoever verifies it.
  if (file.audience === "operator") return actor.role === "operator";
  if (!file.lotId) return false;
  const lot = await lotById(file.lotId);
  const owner = (await relationToLot(actor, lot)) === "owner";
  if (file.audience === "host") return owner;
  if (file.audience !== "documents") return false;
  return owner || (actor.partyId !== null && (await hasObtained(lot.id, actor.partyId)));
}

/**
 * Members of a committee act for the pool that lists them: among them only the one who made a file owns it, or every expert
 * could read the reports of committees it does not sit in.
 */
const isOwn = (actor: Actor, file: FileRow): boolean =>
  actor.role === "evaluator"
    ? actor.personId !== null && file.createdById === actor.personId
    : actor.partyId !== null && file.partyId === actor.partyId;

/** The whole of a file in memory: for PDFs we made ourselves, never for uploads. */
export async function bytesOfFile(file: FileRow, deps: Deps): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await deps.objects.get(file.objectKey)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
