import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type DemoPki, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { type Bytes, bytesToHex, fromBase64url, randomBytes, sha256Hex, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, instant } from "@/lib/crypto/canonical";
import { bidderSecret } from "@/lib/crypto/keys";
import { parsePolicy, type Policy } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { releaseBytes, statementHash } from "@/lib/crypto/statements";
import { inLanes } from "@/lib/kernel/lanes";
import { usccCheck } from "@/lib/kernel/uscc";
import { machineNow } from "@/lib/kernel/clock";
import type { OpenLot, Scene } from "@/lib/ordeal/stage";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { logEvent } from "@/lib/store/log-events";
import { currentPolicy, currentTenderRecord } from "@/lib/store/policies";
import type { Deps } from "@/lib/usecases/deps";

/** A sealed bid as it lies in the database and the object store, and what its bidder keeps to release it. */
type Made = { readonly bidId: string; readonly partyId: string; readonly digest: string; readonly release: Bytes };

/** The demonstration authorities certify whole years. */
const LIFE = { notBefore: new Date("2023-01-01T00:00:00Z"), notAfter: new Date("2040-12-31T23:59:59Z") };
const AT_ONCE = 8;
/** Rows of one INSERT: a statement of PostgreSQL has at most 65 535 parameters. */
const ROWS = 1_000;

/**
 * Puts `count` bids of as many companies into a lot: real containers sealed to its trustees, written as the use cases leave
 * them. Ten thousand companies registering, uploading and submitting one by one would take hours, and what is measured
 * with these begins after the deadline.
 */
export async function manyBids(lot: OpenLot, count: number, { play }: Scene): Promise<readonly Made[]> {
  const { lotId } = lot;
  const [policyRow, record] = [(await currentPolicy(lotId))!, (await currentTenderRecord(lotId))!];
  const { docs } = JSON.parse(new TextDecoder().decode(record.bytes)) as { docs: string };
  const at = await platformNow();
  const parties = Array.from({ length: count }, () => party(lot, at));
  await inRows(parties, (data) => db().party.createMany({ data }));
  const policy = parsePolicy(policyRow.bytes);
  const { deps } = play.stage;
  const pki = await openDemoPki(join(play.stage.dataDir, "demo", "ca"));
  const plan = { lotId, policy, policyHash: await sha256Hex(policyRow.bytes), docs, at, pki, deps };
  return inLanes(AT_ONCE, parties, (company) => oneBid(plan, company));
}

/** What their bidders give in the decryption window, as rows. */
export async function releaseAll(lot: OpenLot, bids: readonly Made[]): Promise<void> {
  const at = await platformNow();
  await inRows(bids, async (some) => {
    const data = some.map(({ digest, release }) => ({
      ...{ lotId: lot.lotId, digest, statement: Buffer.from(release), cms: null, channel: "bidkey", at },
    }));
    await db().release.createMany({ data });
  });
  // Last, and at once: with the last of them the worker freezes the lot.
  await db().openedBid.updateMany({ where: { lotId: lot.lotId }, data: { released: true } });
}

let companies = 0;

function party({ lotId }: OpenLot, at: Date) {
  const body = `91520100MB7${String(++companies).padStart(6, "0")}`;
  return {
    id: randomUUID(),
    uscc: body + usccCheck(body),
    name: `黔中计量第${companies}建设有限公司`,
    kind: "enterprise",
    regionCode: "520100",
    legalRepresentative: "公孙量",
    address: `黔中新区计量路 ${lotId.slice(0, 4)} 号`,
    contactName: "公孙量",
    contactPhone: "0851-05550300",
    roles: ["bidder"],
    state: "verified",
    createdAt: at,
  };
}

type Plan = {
  readonly lotId: string;
  readonly policy: Policy;
  readonly policyHash: string;
  readonly docs: string;
  readonly at: Date;
  readonly pki: DemoPki;
  readonly deps: Deps;
};

async function oneBid(plan: Plan, company: ReturnType<typeof party>): Promise<Made> {
  const { lotId, policy, policyHash, docs, at, pki, deps } = plan;
  const { id: partyId, uscc, name } = company;
  const masters = { M: randomBytes(32), N: randomBytes(32) };
  const sealing = await beginSealing({
    ...{ policy, policyHash, docsHash: docs, uscc, masters, seq: 1, prev: null, created: machineNow() },
    form: { currency: "CNY", price: "18000000.00", duration_days: "360", quality: "合格", manager: "南宫瑞" },
    files: { technical: [paper("投标函.pdf", "letter")], price: [paper("报价.pdf", "price")] },
  });
  const [bidId, uploadId, arrivalId] = [randomUUID(), randomUUID(), randomUUID()];
  const parts = [];
  for (const segment of sealing.segments)
    for await (const part of sealing.parts(segment)) {
      const objectKey = `parts/${randomUUID()}`;
      const { sha256, sizeBytes } = await deps.objects.put(objectKey, part.bytes);
      const place = { uploadId, segment, part: part.part, sizeBytes, sha256, root: Buffer.from(part.root) };
      parts.push({ ...place, chunks: part.chunks, objectKey, encrypted: true, at });
    }
  const seal = sealing.seal();
  const digest = statementHash(seal);
  const key = await pki.issue({ ...LIFE, kind: "company", authority: "demo-b", name, uscc });
  const signer = platformSigner({ ...key, privateKey: key.privateKeyPkcs8 });
  const receipt = receiptOf(plan, digest, parts);
  const { container, headerHash } = sealing;
  const own = { bidId, lotId, partyId };
  const bid = { id: bidId, lotId, partyId, state: "submitted", digest, seq: 1, prev: digest };
  await db().bid.create({ data: { ...bid, createdAt: at, updatedAt: at } });
  const header = Buffer.from(sealing.header);
  await db().upload.create({ data: { ...own, id: uploadId, container, header, headerHash, createdAt: at } });
  await db().uploadPart.createMany({ data: parts });
  await db().sealedBid.create({
    data: {
      ...{ ...own, digest, arrivalId, kind: "seal", seq: 1, prev: null, bytes: Buffer.from(seal), state: "inForce" },
      ...{ cms: Buffer.from(await signer.signStatement(seal)), certificate: await sha256Hex(key.certificateDer) },
      ...{
        receipt: Buffer.from(receipt.bytes),
        receiptCms: Buffer.from(await deps.platform.signStatement(receipt.bytes)),
      },
      ...{ blind: Buffer.from(receipt.blind), eventId: await logged(plan, receipt), docVersion: 1, at },
    },
  });
  return { bidId, partyId, digest, release: releaseOf(policy, container, digest, masters.M) };
}

type Receipt = { readonly bytes: Bytes; readonly blind: Uint8Array };
type Part = { readonly sizeBytes: number; readonly root: Uint8Array };

/** As `settle-arrival.ts` writes it. Each segment has one part, whose root is that of the body. */
function receiptOf({ policy, at }: Plan, bid: string, parts: readonly Part[]): Receipt {
  const blind = randomBytes(32);
  const brought = {
    bytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    parts_root: parts.map(({ root }) => bytesToHex(root)),
  };
  const head = { arrival: instant(at), bid, blind: toBase64url(blind), fmt: "SBC/1", seq: 1, status: "accepted" };
  const tender = { id: policy.tender.id, lot: policy.tender.lot };
  return { bytes: canonicalBytes({ ...head, ...brought, tender, type: "receipt" }), blind };
}

const logged = ({ lotId, policy, at }: Plan, { bytes, blind }: Receipt): Promise<string> =>
  inTransaction(async (tx) => {
    const tender = { id: policy.tender.id, lot: policy.tender.lot };
    return (await logEvent(tx, { lotId, tender, kind: "receipt", hash: statementHash(bytes), at, blind })).eventId;
  });

function releaseOf(policy: Policy, container: string, bid: string, M: Uint8Array): Bytes {
  const groups = Array.from({ length: policy.stages }, (_, at) => at + 1);
  const B = groups.map((g) => ({ c: container, g, v: bidderSecret(M, fromBase64url(container, 16), g) }));
  return releaseBytes({ B, bid, nonce: toBase64url(randomBytes(32)), tender: policy.tender });
}

function paper(name: string, role: string): SealFile {
  const bytes = randomBytes(20_000);
  const open = async function* () {
    yield bytes;
  };
  return { name, role, media: "application/pdf", sizeBytes: bytes.length, open };
}

async function inRows<Row>(rows: readonly Row[], save: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS) await save(rows.slice(at, at + ROWS));
}
