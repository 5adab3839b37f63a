import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { blindFiles } from "@/lib/domain/bid-parts";
import { criteriaOf, isBlind } from "@/lib/domain/marking";
import { Refusal } from "@/lib/domain/refusal";
import { record } from "@/lib/store/audit";
import { reviewRows } from "@/lib/store/benches";
import { openRecheckOf } from "@/lib/store/candidate-rechecks";
import { inTransaction } from "@/lib/store/db";
import { currentSet, storedFilesOf } from "@/lib/store/documents";
import { type FileRow, fileById } from "@/lib/store/files";
import { type BidFile, bidContents } from "@/lib/usecases/bid/bid-contents";
import { type BidFileStream, readBidFileInput, REVIEWING, streamBidFile } from "@/lib/usecases/bid/read-bid-file";
import type { Deps } from "@/lib/usecases/deps";
import { type Bench, benchOf } from "./bench";
import { type Column, columnAt, columnsOf, phaseOf } from "./columns";

/** A document a member can open beside its form. */
export type RoomFile = {
  /** Key of the bid's column; empty for the tender documents. */
  readonly bid: string;
  readonly label: string;
  /** Of a bid's file: role, and the documents' word for it, by which the desk finds what belongs to a criterion. */
  readonly role: string;
  readonly part: string;
  readonly href: string;
  readonly media: string;
  readonly sizeBytes: number;
};

/** Whether the members of this bench know the bids by codes alone now. */
export const blindNow = ({ committee, terms }: Pick<Bench, "committee" | "terms">): boolean =>
  committee.state === "detailed" && isBlind(terms.method, "technical");

/** The files a member may open now: the tender documents in force, and of each bid what its phase shows (evaluation.md §6). */
export async function roomFiles(bench: Bench, columns: readonly Column[], deps: Deps): Promise<readonly RoomFile[]> {
  const { lot } = bench;
  const base = `/api/v1/evaluations/${lot.id}`;
  const set = await currentSet(lot.id);
  const place = (id: string) => set?.files.find(({ fileId }) => fileId === id)?.position ?? 0;
  // What a person reads first; the same terms for programs last.
  const late = (media: string) => (media === "application/json" ? 1_000 : 0);
  const documents = (set ? await storedFilesOf(set) : []).sort(
    (a, b) => place(a.id) + late(a.media) - place(b.id) - late(b.media),
  );
  const bids = await Promise.all(
    columns.map(async ({ key, bid }) =>
      shownNow(bench, await readable(bid.digest, deps)).map((file) => ({
        bid: key,
        // A file's name may name its bidder: in a blind part only the documents' own word for it is shown.
        label: blindNow(bench) ? file.word : file.name,
        role: file.role,
        part: blindNow(bench) ? file.word : file.part,
        href: `${base}/bids/${encodeURIComponent(key)}/${file.segment}/${file.index}`,
        media: file.media,
        sizeBytes: file.sizeBytes,
      })),
    ),
  );
  return [
    ...documents.map(({ id, name, media, sizeBytes }) => ({
      bid: "",
      label: set?.files.find(({ fileId }) => fileId === id)?.name ?? name,
      role: "",
      part: "",
      href: `${base}/documents/${id}`,
      media,
      sizeBytes: Number(sizeBytes),
    })),
    ...bids.flat(),
  ];
}

/** A bid that no longer fits its seal shows nothing; the room goes on with the others. */
const readable = (digest: string, deps: Deps): Promise<readonly BidFile[]> =>
  bidContents(digest, deps).catch((error: unknown) => {
    if (error instanceof Refusal) return [];
    throw error;
  });

type Shown = BidFile & {
  /** The documents' word for the file's place; its role where they have none. */
  readonly word: string;
  /** The same; where the documents have none, the file's own name. */
  readonly part: string;
};

/** Prices, and every paper that names the bidder, stay apart until the blind marks of all are locked. */
function shownNow(bench: Bench, files: readonly BidFile[]): readonly Shown[] {
  const { form, method } = bench.terms;
  const labels = new Map(form.attachments.map(({ role, label }) => [role, label]));
  const named = files.map((file) => ({
    ...file,
    word: labels.get(file.role) ?? file.role,
    part: labels.get(file.role) ?? file.name,
  }));
  if (!blindNow(bench)) return named;
  return blindFiles(
    criteriaOf(method, "technical"),
    named.filter(({ segmentName }) => segmentName !== "price"),
  );
}

export const readRoomFileInput = readBidFileInput
  .omit({ bidId: true, reason: true })
  .extend({ lotId: z.uuid(), key: z.string().min(1).max(64) });

/** One file of a bid for a member in the room, by the member's own key for the bid. @throws {Refusal} FILE_MISSING */
export async function readRoomFile(
  actor: Actor,
  input: z.infer<typeof readRoomFileInput>,
  deps: Deps,
): Promise<BidFileStream> {
  const bench = await benchOf(actor, input.lotId);
  const { lot, committee } = bench;
  // After the report a bid is read again only while the committee is asked about its bidder.
  const asked = committee.state === "submitted" && (await openRecheckOf(lot.id, input.key)) !== null;
  if (!REVIEWING.includes(committee.state) && !asked) throw new Refusal("FILE_MISSING", {});
  const { rejections } = await reviewRows(lot.id, committee.members);
  const phase = phaseOf(committee.state);
  const digest = phase
    ? columnAt(await columnsOf(bench, rejections, phase), input.key).bid.digest
    : bench.bids.find((bid) => bid.digest === input.key)?.digest;
  if (!digest) throw new Refusal("FILE_MISSING", {});
  const shown = shownNow(bench, await bidContents(digest, deps));
  if (!shown.some(({ segment, index }) => segment === input.segment && index === input.index))
    throw new Refusal("FILE_MISSING", {});
  const found = await streamBidFile(digest, input, deps);
  if (found.from === 0)
    await inTransaction((tx) =>
      record(tx, actor, {
        action: "bid.read",
        objectKind: "lot",
        objectId: lot.id,
        lotId: lot.id,
        facts: { member: bench.own.number, bid: input.key, segment: input.segment, index: input.index },
      }),
    );
  if (!blindNow(bench)) return found;
  const ending = /\.[a-z0-9]{1,5}$/i.exec(found.file.name)?.[0] ?? "";
  return { ...found, file: { ...found.file, name: `${input.key}-${input.segment}-${input.index}${ending}` } };
}

export const readRoomDocumentInput = z.strictObject({ lotId: z.uuid(), fileId: z.uuid() });

/** A file of the documents in force, for the members who judge by them. @throws {Refusal} FILE_MISSING */
export async function readRoomDocument(
  actor: Actor,
  { lotId, fileId }: z.infer<typeof readRoomDocumentInput>,
  deps: Deps,
): Promise<{ readonly file: FileRow; readonly body: AsyncIterable<Uint8Array> }> {
  await benchOf(actor, lotId);
  const set = await currentSet(lotId);
  if (!set?.files.some((one) => one.fileId === fileId)) throw new Refusal("FILE_MISSING", {});
  const file = await fileById(fileId);
  return { file, body: await deps.objects.get(file.objectKey) };
}
