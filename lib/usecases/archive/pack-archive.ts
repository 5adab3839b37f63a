import { z } from "zod";
import { bytesToHex, sha256Hex } from "@/lib/crypto/bytes";
import { canonicalBytes, instant, type Json } from "@/lib/crypto/canonical";
import { compareUtf8 } from "@/lib/crypto/policy";
import { hashStream } from "@/lib/crypto/stream-hash";
import { type ZipMember, zipStream } from "@/lib/crypto/zip-write";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction, type Tx } from "@/lib/store/db";
import { addFile } from "@/lib/store/files";
import { lockLot, type LotWithTender, lotById, relationToLot } from "@/lib/store/lots";
import type { Deps } from "@/lib/usecases/deps";
import { type ArchiveKind, archiveMembers } from "./archive-members";
import type { ArchiveMember } from "./view-archive";

export const packArchiveInput = z.strictObject({ lotId: z.uuid() });

/**
 * Packs a closed lot twice: in full for those who keep it, and for the public what the public may know. Each has
 * every signed statement with signature and token, receipts and seals, shares, log proofs, and an index with the hash of
 * every member, signed by the platform; `xinbiao verify` judges both without network or database.
 */
export async function packArchive(
  actor: Actor,
  input: z.infer<typeof packArchiveInput>,
  deps: Deps,
): Promise<{ readonly fileId: string; readonly publicFileId: string }> {
  const lot = await lotById(input.lotId);
  if (actor.role !== "system") authorise(actor, "archive.seal", await relationToLot(actor, lot));
  if (!lot.contractSignedAt && !lot.failedAt && !lot.terminatedAt)
    throw new Refusal("STATE_FORBIDS", { state: "open", event: "archive" }, ["R-147"]);
  const at = await platformNow();
  const [full, open] = [await pack(lot, "full", at, deps), await pack(lot, "public", at, deps)];
  return inTransaction(async (tx) => {
    await lockLot(tx, lot.id, "update");
    const [file, publicFile] = [await keep(tx, actor, lot, full), await keep(tx, actor, lot, open)];
    const { index, cms } = full;
    const signed = { index: Buffer.from(index), cms: Buffer.from(cms), sealedAt: at };
    const data = { fileId: file.id, publicFileId: publicFile.id, digest: full.sha256, ...signed };
    await tx.archivePackage.upsert({ where: { lotId: lot.id }, create: { lotId: lot.id, ...data }, update: data });
    if (!lot.archivedAt) await tx.lot.update({ where: { id: lot.id }, data: { archivedAt: at } });
    await record(tx, actor, {
      action: "archive.seal",
      objectKind: "lot",
      objectId: lot.id,
      lotId: lot.id,
      afterHash: full.sha256,
    });
    return { fileId: file.id, publicFileId: publicFile.id };
  });
}

type Packed = {
  readonly kind: ArchiveKind;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly objectKey: string;
  readonly index: Uint8Array;
  readonly cms: Uint8Array;
};

/** Writes the package into the object store as it is made: no member larger than a statement is ever whole in memory. */
async function pack(lot: LotWithTender, kind: ArchiveKind, at: Date, deps: Deps): Promise<Packed> {
  const members = await archiveMembers(lot, kind, deps);
  const signed: { index: Uint8Array; cms: Uint8Array }[] = [];
  async function* all(): AsyncGenerator<ZipMember> {
    const listed: ArchiveMember[] = [];
    for (const name of Object.keys(members).sort(compareUtf8)) {
      const content = members[name]!;
      if (content instanceof Uint8Array) {
        listed.push({ len: content.length, name, sha256: await sha256Hex(content) });
        yield { name, content };
      } else {
        const { pieces, digests } = hashStream(content.pieces(), ["sha256"]);
        yield { name, content: { len: content.len, pieces: () => pieces } };
        listed.push({ len: content.len, name, sha256: bytesToHex((await digests())[0]!) });
      }
    }
    const index = indexOf(lot, kind, at, listed);
    const cms = await deps.platform.signStatement(index);
    signed.push({ index, cms });
    yield { name: "index.json", content: index };
    yield { name: "index.p7s", content: cms };
  }
  const objectKey = `archives/${crypto.randomUUID()}`;
  const { sizeBytes, sha256 } = await deps.objects.put(objectKey, zipStream(all()));
  return { kind, sizeBytes, sha256, objectKey, ...signed[0]! };
}

const indexOf = (lot: LotWithTender, kind: ArchiveKind, at: Date, files: readonly ArchiveMember[]): Uint8Array =>
  canonicalBytes({
    at: instant(at),
    files,
    fmt: "SBC/1",
    kind,
    tender: { id: lot.tender.code, lot: lot.code },
    type: "archive-index",
  } as unknown as Json);

const keep = (tx: Tx, actor: Actor, lot: LotWithTender, { kind, sha256, sizeBytes, objectKey }: Packed) =>
  addFile(
    {
      sha256,
      sizeBytes: BigInt(sizeBytes),
      name: kind === "full" ? `${lot.code}-归档.zip` : `${lot.code}-公开归档.zip`,
      media: "application/zip",
      objectKey,
      partyId: lot.tender.tendereeId,
      createdById: actor.personId,
      lotId: lot.id,
      audience: kind === "full" ? "host" : "public",
    },
    tx,
  );
