import { toBase64url } from "@/lib/crypto/bytes";
import type { Json } from "@/lib/crypto/canonical";
import type { KeyStatement } from "@/lib/crypto/policy";
import type { SuiteId } from "@/lib/crypto/suite";

type Tender = { readonly id: string; readonly lot: string };

/** What a trustee of a tried lot says of its keys, one for each lock group. */
export const keyStatement = (
  suite: SuiteId,
  tender: Tender,
  { name, uscc }: { readonly name: string; readonly uscc: string },
  publicKeys: readonly Uint8Array[],
): KeyStatement => ({
  alg: suite === 1 ? "hpke-p256-sha256-aes256gcm" : "sm2",
  fmt: "SBC/1",
  keys: publicKeys.map((key) => toBase64url(key)),
  name,
  tender,
  type: "trustee",
  uscc,
});

/** A policy as most lots have it: technical and price in a lock group each, two of three trustees. */
export const twoGroupPolicy = (suite: SuiteId, tender: Tender, trustees: Json) => ({
  envelopes: 1,
  fmt: "SBC/1",
  k: 2,
  n: 3,
  remedy_s: 1800,
  resubmit: false,
  segments: [
    { form: false, name: "technical", stage: 1 },
    { form: true, name: "price", stage: 2 },
  ],
  stages: 2,
  suite,
  tender,
  trustees,
  type: "policy",
  version: 1,
  window_s: 3600,
});
