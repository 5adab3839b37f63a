import { bidkeyBytes } from "@/lib/crypto/bidkey";
import { randomBytes, toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { eventBytes, releaseBytes, shareBytes, statementHash } from "@/lib/crypto/statements";
import type { Parts, SealSeeds } from "./fuzz-seal-seeds";

export const TENDER = { id: "E5201000001000009001", lot: "E5201000001000009001001" };
export const USCC = "91520100MA6E12345R";
export const SEAL_AT = new Date("2026-11-20T01:02:03Z");
export const HEX = "7".repeat(64);
export const INSTANT = "2026-11-20T01:02:03.456789Z";

/** One valid statement of every kind, by the name of its parser. */
export function statementsOf(policies: readonly Uint8Array[], containers: readonly Parts[]): SealSeeds["statements"] {
  const c = JSON.parse(new TextDecoder().decode(containers[0]!.seal)).container as string;
  const secret = toBase64url(randomBytes(32));
  const platform = { fmt: "SBC/1", tender: TENDER } as const;
  const one = (value: object) => [canonicalBytes(value as Json)];
  const blind = toBase64url(randomBytes(32));
  const form = { blind, currency: "CNY", duration_days: "180", price: "12345678.90", x: { note: "1" } };
  const manifestFile = { len: 10, media: "application/pdf", name: "方案.pdf", off: 0, role: "technical", sha256: HEX };
  const manifest = {
    blind,
    files: [manifestFile, { ...manifestFile, name: "二.pdf", off: 10, seals: [{ page: 1, signer: "甲" }] }],
    fmt: "SBC/1",
    form,
    segment: 1,
    stage: 2,
    type: "manifest",
  };
  return {
    header: containers.map(({ header }) => header),
    seal: containers.map(({ seal }) => seal),
    policy: policies,
    manifest: one(manifest),
    form: one(form),
    docs: one({ ...platform, files: [{ len: 3, name: "a.pdf", sha256: HEX }], type: "docs", version: 1 }),
    tender: one({ ...platform, deadline: "2026-12-01T01:30:00Z", docs: HEX, policy: HEX, type: "tender", version: 1 }),
    withdraw: one({ ...platform, bidder: { uscc: USCC }, prev: HEX, seq: 2, type: "withdraw" }),
    release: [
      releaseBytes({ B: [1, 2].map((g) => ({ c, g, v: randomBytes(32) })), bid: HEX, nonce: secret, tender: TENDER }),
    ],
    share: [
      shareBytes({
        freeze: HEX,
        g: 1,
        result: null,
        shares: [{ c, j: 1, v: randomBytes(33) }],
        tender: TENDER,
        trustee: HEX,
      }),
    ],
    close: one({ ...platform, bids_root: HEX, deadline: "2026-12-01T01:30:00Z", through: 7, type: "close" }),
    "close-list": one({ ...platform, bids: [{ bid: HEX, blind }], close: HEX, type: "close-list" }),
    freeze: one({ ...platform, at: INSTANT, bids: [{ bid: HEX, released: true }], close: HEX, type: "freeze" }),
    "opening-record": one({
      ...platform,
      at: INSTANT,
      bids: [{ bid: HEX, cause: null, form, uscc: USCC }],
      freeze: HEX,
      groups: [1, 2],
      type: "opening-record",
    }),
    "technical-result": one({
      ...platform,
      at: INSTANT,
      bids: [{ bid: HEX, passed: true }],
      freeze: HEX,
      type: "technical-result",
    }),
    event: [eventBytes({ at: SEAL_AT, hash: HEX, kind: "receipt", tender: TENDER })],
    receipt: [receiptOf(containers[0]!)],
    bidkey: [bidkeyBytes({ M: randomBytes(32), N: randomBytes(32) }, TENDER)],
    secrets: one({ B: [{ c, g: 1, v: secret }], O: [{ c, g: 1, v: secret }], fmt: "SBC/1", type: "secrets" }),
    "draw-spec": one({
      ...platform,
      algorithm: "sbc-draw-1",
      beacon: null,
      candidates: ["0.95", "0.96"],
      count: 1,
      exclusions: [],
      kind: "k1",
      mode: "value",
      parties: ["platform", "tenderee"],
      type: "draw-spec",
    }),
  };
}

/** The receipt of a container as the platform writes it, before it is signed. */
export function receiptOf({ seal }: Parts): Uint8Array {
  const { segments, seq } = JSON.parse(new TextDecoder().decode(seal)) as {
    segments: { root: string; len: number }[];
    seq: number;
  };
  return canonicalBytes({
    arrival: INSTANT,
    bid: statementHash(seal),
    blind: toBase64url(randomBytes(32)),
    bytes: segments.reduce((sum, { len }) => sum + len, 0),
    fmt: "SBC/1",
    parts_root: segments.map(({ root }) => root),
    seq,
    status: "accepted",
    tender: TENDER,
    type: "receipt",
  });
}
