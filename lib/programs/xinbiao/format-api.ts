import { z } from "zod";
import { cid, hex64, seconds, secret, tenderRef, uscc } from "@/lib/crypto/shape";

/** Binary in the bodies of the doors is base64 with padding (RFC 4648 §4); inside statements it is base64url as everywhere. */
const base64 = z.base64();
const signedPair = z.strictObject({ bytes: base64, platform: base64, tenderee: base64 });
const part = z.strictObject({ part: z.int().min(0), segment: z.int().min(0), sha256: hex64 });

const material = z.strictObject({
  deadline: seconds,
  docsHash: hex64,
  form: z.strictObject({
    attachments: z.array(z.strictObject({ label: z.string(), required: z.boolean(), role: z.string() })),
    fields: z.array(z.strictObject({ hint: z.string(), key: z.string(), label: z.string(), required: z.boolean() })),
  }),
  headers: z.array(base64),
  policy: signedPair,
  prev: hex64.nullable(),
  record: signedPair,
  seq: z.int().min(1),
  tender: tenderRef,
  uscc,
});

const refusal = { code: z.string(), fields: z.record(z.string(), z.string()), message: z.string() };
const rules = z.array(z.string().regex(/^R-\d+$/));

/** Bodies of the doors for programs of others; `format-api.test.ts` holds them against what the platform answers. */
export const API_SHAPES = {
  "api-challenge": z.looseObject({ bytesBase64: base64 }),
  "api-session-request": z.strictObject({ cms: base64, role: z.string().max(20).optional(), statement: base64 }),
  "api-session": z.strictObject({ chosen: z.boolean(), token: z.string() }),
  "api-bid-request": tenderRef,
  "api-bid": z.strictObject({ bidId: z.uuid(), prev: hex64.nullable(), seq: z.int().min(0), state: z.string() }),
  "api-material": material,
  "api-upload": z.strictObject({ container: cid, parts: z.array(part), uploadId: z.uuid() }),
  "api-part": part,
  "api-accepted": z.strictObject({ accepted: z.literal(true), cms: base64, digest: hex64, receipt: base64 }),
  "api-refused": z.strictObject({ accepted: z.literal(false), cms: base64, ...refusal, rules, statement: base64 }),
  "api-error": z.strictObject({ ...refusal, rules }),
  "api-release-material": z.strictObject({
    bid: hex64,
    groups: z.array(z.strictObject({ c: cid, g: z.int().min(1).max(8), header: base64 })),
    nonce: secret,
    tender: tenderRef,
  }),
  "api-release-request": z.strictObject({
    channel: z.enum(["certificate", "bidkey", "words"]),
    cms: base64.nullable(),
    statement: base64,
  }),
  "api-released": z.strictObject({ released: z.literal(true) }),
  "api-resubmission-material": z.strictObject({ material, nonce: secret, seal: base64 }),
  "api-resubmission-request": z.strictObject({
    release: base64,
    releaseCms: base64.nullable(),
    seal: base64,
    sealCms: base64,
  }),
} as const;
