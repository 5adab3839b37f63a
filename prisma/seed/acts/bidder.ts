import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { concat, fromBase64url, randomBytes, sha256Hex, u32 } from "@/lib/crypto/bytes";
import { type Header, parseHeader } from "@/lib/crypto/header";
import { bidderSecret, type Masters } from "@/lib/crypto/keys";
import { parsePolicy } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { releaseBytes } from "@/lib/crypto/statements";
import { unwrapMaster } from "@/lib/crypto/unwrap-master";
import { wrapMaster } from "@/lib/crypto/wrap-master";
import { platformNow } from "@/lib/store/clock";
import { openBidUpload } from "@/lib/usecases/bid/open-upload";
import { prepareBid } from "@/lib/usecases/bid/prepare-bid";
import { putPart } from "@/lib/usecases/bid/put-part";
import { submitBid } from "@/lib/usecases/bid/submit-bid";
import { viewMaterial } from "@/lib/usecases/bid/view-material";
import { giveBond } from "@/lib/usecases/bond/give-bond";
import { obtainDocuments } from "@/lib/usecases/document/obtain-documents";
import { prepareRelease } from "@/lib/usecases/opening/prepare-release";
import { releaseBid } from "@/lib/usecases/opening/release-bid";
import { paper } from "../paper";
import type { Play } from "../player";
import type { Hand } from "../world";

export type Offer = {
  readonly price: string;
  readonly days: string;
  readonly manager: string;
  readonly extra: Readonly<Record<string, string>>;
  /** What the technical paper says. */
  readonly plan: readonly string[];
};

/** The documents, in the days in which they can be had. */
export async function obtain(bidder: Hand, lotId: string): Promise<void> {
  await obtainDocuments(bidder.actor, { lotId });
}

/** Bond and sealed bid. @param masters keys that somebody keeps as words or as a file @returns the bid's id */
export async function bid(
  bidder: Hand,
  lotId: string,
  offer: Offer,
  play: Play,
  masters: Masters = { M: randomBytes(32), N: randomBytes(32) },
): Promise<string> {
  const number = `BH${bidder.actor.uscc!.slice(-6)}${lotId.slice(0, 4).toUpperCase()}`;
  await giveBond(bidder.actor, { lotId, form: "guarantee", number, validTo: "2027-12-31" });
  return seal(bidder, lotId, { offer, masters }, play);
}

type Sealed = { readonly offer: Offer; readonly masters: Masters };

async function seal(bidder: Hand, lotId: string, { offer, masters }: Sealed, { stage }: Play): Promise<string> {
  const { id: bidId } = await prepareBid(bidder.actor, { lotId });
  const material = await viewMaterial(bidder.actor, { bidId });
  const policyBytes = decodeBase64(material.policy.bytes);
  const policy = parsePolicy(policyBytes);
  const sealing = await beginSealing({
    policy,
    policyHash: await sha256Hex(policyBytes),
    docsHash: material.docsHash,
    uscc: material.uscc,
    masters,
    // The certificate of the demonstration account opens it again, in any browser.
    wrapM: async (M, container) => {
      const opens = (await bidder.key.signer.list()).filter(({ use }) => use !== "sign");
      const made = await Promise.all(opens.map(({ der }) => wrapMaster(M, container, der)));
      return made.filter((stanza) => stanza !== null);
    },
    form: {
      currency: "CNY",
      price: offer.price,
      duration_days: offer.days,
      quality: "合格",
      manager: offer.manager,
      ...offer.extra,
    },
    files: await filesOf(bidder, offer),
    seq: material.seq,
    prev: material.prev,
    created: await platformNow(),
  });
  const { uploadId } = await openBidUpload(bidder.actor, { bidId, header: sealing.header }, stage.deps);
  for (const segment of sealing.segments)
    for await (const part of sealing.parts(segment)) {
      const sha256 = await sha256Hex(part.bytes);
      await putPart(bidder.actor, { uploadId, segment, part: part.part, sha256, body: part.bytes }, stage.deps);
    }
  const statement = sealing.seal();
  const item = {
    bytesBase64: encodeBase64(statement),
    purpose: "seal",
    tender: material.tender.lot,
    title: "递交投标文件",
    lines: [],
  };
  const { cms } = await bidder.signOne(item);
  const body = concat(u32(statement.length), statement, decodeBase64(cms));
  const settled = await submitBid(bidder.actor, { bidId, kind: "seal", body }, stage.deps);
  if (!settled.accepted) throw settled.refusal ?? new Error("the bid was refused");
  return bidId;
}

async function filesOf({ actor }: Hand, { price, plan, manager }: Offer) {
  const letter = await paper("投标函", [
    `致招标人：`,
    `${actor.partyName} 在研究招标文件后，愿意按照招标文件的要求承担全部工作。`,
    `项目负责人：${manager}`,
  ]);
  const technical = await paper("技术文件", [`投标人：${actor.partyName}`, ...plan]);
  const priced = await paper("报价文件", [`投标人：${actor.partyName}`, `投标总价：人民币 ${price} 元（含税）`]);
  return {
    technical: [pdfFile("投标函.pdf", "letter", letter), pdfFile("技术文件.pdf", "plan", technical)],
    price: [pdfFile("报价文件.pdf", "price", priced)],
  };
}

const pdfFile = (name: string, role: string, bytes: Uint8Array): SealFile => ({
  name,
  role,
  media: "application/pdf",
  sizeBytes: bytes.length,
  open: async function* () {
    yield bytes;
  },
});

/** Decrypts with the certificate in the decryption window, as the browser does. */
export async function release(bidder: Hand, bidId: string, { stage }: Play): Promise<void> {
  const material = await prepareRelease(bidder.actor, { bidId });
  const B = await Promise.all(
    material.groups.map(async ({ g, c, header }) => {
      const parsed: Header = parseHeader(decodeBase64(header));
      const M = await unwrapMaster(parsed, bidder.key.signer, "");
      return { c, g, v: bidderSecret(M, fromBase64url(c, 16), g) };
    }),
  );
  const statement = encodeBase64(
    releaseBytes({ B, bid: material.bid, nonce: material.nonce, tender: material.tender }),
  );
  const item = {
    bytesBase64: statement,
    purpose: "release",
    tender: material.tender.lot,
    title: "开标解密",
    lines: [],
  };
  const { cms } = await bidder.signOne(item);
  await releaseBid(bidder.actor, { bidId, statement, cms, channel: "certificate" }, stage.deps);
}
