import { bytesToHex, fromBase64url, utf8 } from "@/lib/crypto/bytes";
import { parseCanonical } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { valuesOf } from "@/lib/crypto/name";
import { OID } from "@/lib/crypto/oids";
import { parseReceipt, type Receipt } from "@/lib/crypto/statements";
import { loadSuite } from "@/lib/crypto/suite";
import { peekTimestamp } from "@/lib/crypto/timestamp";

export type ReceiptCheck =
  | { readonly verdict: "unreadable" }
  | { readonly verdict: "altered"; readonly reason: "signature" | "bid" | "stranger" }
  | {
      readonly verdict: "match";
      readonly receipt: Receipt;
      readonly signer: string;
      readonly issuer: string;
      readonly serial: string;
      readonly bidder: string;
      /** Time of the token inside; its authority is judged by the offline verifier. */
      readonly timestamp: Date | null;
      readonly proof: boolean;
    };

type Bundle = {
  readonly cms: string;
  readonly receipt: string;
  readonly seal: string;
  readonly seal_cms: string;
  readonly token: string | null;
  readonly proof: string | null;
};

/**
 * Checks a `.sbcr` file in the browser: the platform's signature over the receipt, by the platform's certificate, and
 * that the receipt speaks of the seal inside. Nothing is sent anywhere.
 * @param platformFingerprint SHA-256 of the platform's certificate, hex
 */
export async function checkReceipt(text: string, platformFingerprint: string): Promise<ReceiptCheck> {
  const bundle = readBundle(text);
  if (!bundle) return { verdict: "unreadable" };
  try {
    const bytes = fromBase64url(bundle.receipt);
    const receipt = parseReceipt(bytes);
    const [platform, bidder] = [
      await verifyCms(bytes, fromBase64url(bundle.cms)),
      await verifyCms(fromBase64url(bundle.seal), fromBase64url(bundle.seal_cms)),
    ];
    const signer = platform.ok ? platform.signers[0]?.certificate : undefined;
    if (!signer) return { verdict: "altered", reason: "signature" };
    if (signer.fingerprint !== platformFingerprint) return { verdict: "altered", reason: "stranger" };
    if (!bidder.ok || !(await isFor(receipt.bid, fromBase64url(bundle.seal))))
      return { verdict: "altered", reason: "bid" };
    const holder = bidder.signers[0]?.certificate.subject;
    return {
      verdict: "match",
      receipt,
      signer: valuesOf(signer.subject, OID.commonName)[0] ?? "",
      issuer: valuesOf(signer.issuer, OID.commonName)[0] ?? "",
      serial: signer.serialHex,
      bidder: holder ? (valuesOf(holder, OID.commonName)[0] ?? "") : "",
      timestamp: bundle.token ? peekTimestamp(fromBase64url(bundle.token)).genTime : null,
      proof: bundle.proof !== null,
    };
  } catch {
    return { verdict: "altered", reason: "signature" };
  }
}

/** A bid's id is the hash of its seal in the lot's own suite; a withdrawal does not say which, and no text fits both. */
async function isFor(bid: string, statement: Uint8Array): Promise<boolean> {
  const suites = await Promise.all([loadSuite(1), loadSuite(2)]);
  return suites.some(({ hash }) => bytesToHex(hash(statement)) === bid);
}

function readBundle(text: string): Bundle | null {
  try {
    const value = parseCanonical(utf8(text.trim())) as Record<string, unknown>;
    if (value.type !== "receipt-bundle" || value.fmt !== "SBC/1") return null;
    const strings = ["cms", "receipt", "seal", "seal_cms"].every((key) => typeof value[key] === "string");
    return strings ? (value as unknown as Bundle) : null;
  } catch {
    return null;
  }
}
