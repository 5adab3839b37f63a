import { z } from "zod";
import type { ArchiveTrust } from "./archive";
import { bytesToHex, fromBase64url } from "./bytes";
import { canonicalBytes } from "./canonical";
import { verifyCms } from "./cms";
import { certifiedCodes, CODE_PLACES } from "./code-places";
import { reasonOf, reject } from "./reasons";
import { parseSeal, type Seal } from "./seal";
import { base64url, fmt, readShape, x } from "./shape";
import { eventCommitment, parseReceipt, parseWithdraw, type Receipt, statementHash } from "./statements";
import { loadSuite } from "./suite";
import { type LogPolicy, type Proved, verifyTlogProof } from "./tlog-proof";
import { mustBeSignedBy, stampedAt } from "./verify-papers";

const shape = z.strictObject({
  cms: base64url(),
  fmt,
  proof: z.string().nullable(),
  receipt: base64url(),
  seal: base64url(),
  seal_cms: base64url(),
  token: base64url().nullable(),
  type: z.literal("receipt-bundle"),
  x,
});

/** The `.sbcr` file: receipt, the platform's CMS, seal with its CMS, and once they are there token and log proof. */
export type ReceiptBundle = {
  readonly receipt: Receipt;
  readonly receiptBytes: Uint8Array;
  readonly cms: Uint8Array;
  readonly seal: Seal | null;
  readonly sealBytes: Uint8Array;
  readonly sealCms: Uint8Array;
  readonly token: Uint8Array | null;
  readonly proof: string | null;
};

/** Reads a bundle and compares receipt and seal. @throws reasons `receipt` and those of the statements */
export async function readReceiptBundle(bytes: Uint8Array): Promise<ReceiptBundle> {
  const read = readShape(shape, bytes, "receipt");
  const receiptBytes = fromBase64url(read.receipt);
  const sealBytes = fromBase64url(read.seal);
  const receipt = parseReceipt(receiptBytes);
  const seal = receipt.status === "withdrawn" ? null : parseSeal(sealBytes);
  const { seq, tender } = seal ?? parseWithdraw(sealBytes);
  // A withdrawal says nothing of its suite: the id fits one of the two.
  const suites = await Promise.all((seal ? [seal.suite] : ([1, 2] as const)).map(loadSuite));
  if (!suites.some(({ hash }) => bytesToHex(hash(sealBytes)) === receipt.bid)) reject("receipt", "of another bid");
  if (receipt.seq !== seq || receipt.tender.id !== tender.id || receipt.tender.lot !== tender.lot)
    reject("receipt", "of another bid");
  if (seal && seal.segments.map(({ root }) => root).join() !== receipt.parts_root.join())
    reject("receipt", "tree roots");
  const { proof, token } = read;
  const rest = { cms: fromBase64url(read.cms), sealCms: fromBase64url(read.seal_cms), proof };
  return { ...rest, receipt, receiptBytes, seal, sealBytes, token: token === null ? null : fromBase64url(token) };
}

/** Who issued the receipt: the code in the certificate of its signature. @throws reasons `signature`, `binding` */
export async function issuerOf({ receiptBytes, cms }: ReceiptBundle): Promise<string> {
  const verdict = await verifyCms(receiptBytes, cms);
  if (!verdict.ok) return reject("signature", `receipt: ${verdict.reason} ${verdict.detail}`);
  return certifiedCodes(verdict.signers[0]!.certificate, CODE_PLACES)[0] ?? reject("binding", "no code");
}

/** Both signatures by believed certificates, and the token within a minute of the arrival. @returns time of the token */
export async function checkReceiptTrust(
  bundle: ReceiptBundle,
  issuer: string,
  trust: ArchiveTrust,
): Promise<Date | null> {
  const arrival = new Date(bundle.receipt.arrival);
  const paper = { name: "receipt", bytes: bundle.receiptBytes, cms: bundle.cms };
  await mustBeSignedBy(paper, issuer, trust, arrival);
  if (bundle.seal)
    await mustBeSignedBy(
      { name: "seal", bytes: bundle.sealBytes, cms: bundle.sealCms },
      bundle.seal.bidder.uscc,
      trust,
      arrival,
    );
  if (!bundle.token) return null;
  const stamped = await stampedAt(bundle.token, bundle.sealBytes, trust, "seal");
  if (Math.abs(stamped.getTime() - arrival.getTime()) > 60_000) reject("time", "token and arrival differ");
  return stamped;
}

/** The receipt's event under the log's root: of a bid, or of what was submitted again. @throws reasons `proof`, `note` */
export function checkReceiptProof(bundle: ReceiptBundle, proof: string, keys: LogPolicy): Proved {
  try {
    return provedAs("receipt", bundle, proof, keys);
  } catch (error) {
    if (reasonOf(error) !== "proof") throw error;
    return provedAs("resubmission", bundle, proof, keys);
  }
}

function provedAs(kind: string, { receipt, receiptBytes }: ReceiptBundle, proof: string, keys: LogPolicy): Proved {
  const event = canonicalBytes({
    at: receipt.arrival,
    fmt: "SBC/1",
    hash: statementHash(receiptBytes),
    kind,
    tender: { id: receipt.tender.id, lot: receipt.tender.lot },
    type: "event",
  });
  return verifyTlogProof(eventCommitment(fromBase64url(receipt.blind, 32), event), proof, keys);
}

/** For the published format document. */
export const RECEIPT_SHAPES = { "receipt-bundle": shape } as const;
