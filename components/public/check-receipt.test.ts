import { beforeAll, describe, expect, it } from "vitest";
import { sha256Hex, toBase64url, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, canonicalText, instant } from "@/lib/crypto/canonical";
import { parseCertificate } from "@/lib/crypto/certificate";
import type { Signer } from "@/lib/crypto/signer";
import { newAuthorities, newKeyFile } from "@/lib/testing/keys";
import { checkReceipt } from "./check-receipt";

const arrival = new Date("2026-11-29T13:52:07.418Z");
let parts: Record<string, string | null>;
let fingerprint: string;
let stranger: Signer;
let receiptBytes: Uint8Array;

const signed = async (signer: Signer, statement: Uint8Array, purpose: string) => {
  const [certificate] = await signer.list();
  const context = { origin: "", purpose, title: "", nonce: "", expires: "2099-01-01T00:00:00Z" };
  return toBase64url((await signer.sign({ cert: certificate!.id, statement, context })).cms);
};
const bundle = (changes: Record<string, string | null> = {}) => canonicalText({ ...parts, ...changes });

beforeAll(async () => {
  const pki = await newAuthorities();
  const platform = await newKeyFile(pki, { name: "信标交易平台" });
  const bidder = await newKeyFile(pki, { name: "贵州乌江源建设工程有限公司" });
  stranger = bidder.signer;
  fingerprint = parseCertificate(platform.der).fingerprint;
  const seal = canonicalBytes({ fmt: "SBC/1", seq: 1, type: "seal" });
  receiptBytes = canonicalBytes({
    arrival: instant(arrival),
    bid: await sha256Hex(seal),
    blind: toBase64url(new Uint8Array(32).fill(7)),
    bytes: 1024,
    fmt: "SBC/1",
    parts_root: [],
    seq: 1,
    status: "accepted",
    tender: { id: "GZ2026-0123", lot: "A01" },
    type: "receipt",
  });
  parts = {
    cms: await signed(platform.signer, receiptBytes, "receipt"),
    fmt: "SBC/1",
    proof: null,
    receipt: toBase64url(receiptBytes),
    seal: toBase64url(seal),
    seal_cms: await signed(bidder.signer, seal, "seal"),
    token: null,
    type: "receipt-bundle",
  };
});

describe("R-73: a receipt is checked by its file alone", () => {
  it("says what it proves: lot, bidder, arrival, who signed", async () => {
    expect(await checkReceipt(bundle(), fingerprint)).toMatchObject({
      verdict: "match",
      signer: "信标交易平台",
      bidder: "贵州乌江源建设工程有限公司",
      receipt: { tender: { lot: "A01" }, arrival: instant(arrival) },
      timestamp: null,
      proof: false,
    });
  });

  it("notices a changed arrival", async () => {
    const text = new TextDecoder().decode(receiptBytes).replace("13:52:07", "13:52:06");
    expect(await checkReceipt(bundle({ receipt: toBase64url(utf8(text)) }), fingerprint)).toEqual({
      verdict: "altered",
      reason: "signature",
    });
  });

  it("notices another seal under a genuine receipt", async () => {
    const other = canonicalBytes({ fmt: "SBC/1", seq: 2, type: "seal" });
    const change = { seal: toBase64url(other), seal_cms: await signed(stranger, other, "seal") };
    expect(await checkReceipt(bundle(change), fingerprint)).toEqual({ verdict: "altered", reason: "bid" });
  });

  it("does not believe a receipt that somebody else signed", async () => {
    const cms = await signed(stranger, receiptBytes, "receipt");
    expect(await checkReceipt(bundle({ cms }), fingerprint)).toEqual({ verdict: "altered", reason: "stranger" });
  });

  it("tells a file that is no receipt", async () => {
    expect(await checkReceipt("%PDF-1.7", fingerprint)).toEqual({ verdict: "unreadable" });
    expect(await checkReceipt(bundle({ type: "bidkey" }), fingerprint)).toEqual({ verdict: "unreadable" });
  });
});
