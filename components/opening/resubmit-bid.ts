import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { bytesToHex, fromBase64url } from "@/lib/crypto/bytes";
import { bidderSecret } from "@/lib/crypto/keys";
import { checkResubmission, filesAgain, manifestsOf, parseKeptManifests } from "@/lib/crypto/resubmission";
import { beginSealing } from "@/lib/crypto/sealing";
import { parseSeal } from "@/lib/crypto/seal";
import { releaseBytes } from "@/lib/crypto/statements";
import { suiteOf } from "@/lib/crypto/suite";
import { readMaterial, type SentMaterial } from "../bid/material";
import { makeMasters, type SealProgress, sendSealing, slices } from "../bid/seal-bid";
import { makeGate } from "../bid/upload";
import { type KeyChoice, signItem } from "../signing/keyring";

type Sent = {
  readonly material: SentMaterial;
  readonly seal: string;
  readonly nonce: string;
  readonly message?: string;
};

export type Again = {
  readonly bidId: string;
  readonly title: string;
  readonly kept: readonly File[];
  readonly files: readonly File[];
  readonly choice: KeyChoice;
  readonly onProgress: (progress: SealProgress) => void;
};

/**
 * Seals the same content again and submits it (protocol §2.11, 6). The manifests must be those the bid committed to and the
 * files those the manifests name, both seen here, before anything is encrypted or sent. The new keys are forgotten: what is
 * needed of them, B, goes along, and O is the trustees' to give.
 * @returns the platform's "no" in words, or null
 * @throws with `reason` for what does not fit
 */
export async function resubmit({
  bidId,
  title,
  kept,
  files: given,
  choice,
  onProgress,
}: Again): Promise<string | null> {
  const door = `/api/v1/bids/${bidId}/resubmissions`;
  const response = await fetch(door, { cache: "no-store" });
  const sent = (await response.json()) as Sent;
  if (!response.ok) return sent.message ?? String(response.status);
  const material = await readMaterial(sent.material);
  const sealed = parseSeal(decodeBase64(sent.seal));
  const lists = await Promise.all(kept.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const manifests = manifestsOf(sealed, lists.map(parseKeptManifests));
  const held = given.map((file) => ({ sizeBytes: file.size, open: () => slices(file) }));
  const files = await filesAgain(material.policy, manifests, held);
  const masters = makeMasters();
  const { policy, policyHash, uscc, seq, prev, tender } = material;
  const sealing = await beginSealing({
    ...{ policy, policyHash, uscc, masters, files, manifests, seq, prev },
    docsHash: sealed.tender.docs,
    form: {},
    created: new Date(),
  });
  await sendSealing(bidId, sealing, files, makeGate(), onProgress);
  const seal = sealing.seal();
  checkResubmission(prev ?? "", sealed, parseSeal(seal));
  const suite = suiteOf(policy.suite);
  const container = fromBase64url(sealing.container, 16);
  const groups = Array.from({ length: policy.stages }, (_, at) => at + 1);
  const B = groups.map((g) => ({ c: sealing.container, g, v: bidderSecret(masters.M, container, g, suite) }));
  const bid = bytesToHex(suite.hash(seal));
  const release = releaseBytes({ B, bid, nonce: sent.nonce, tender });
  const item = (bytes: Uint8Array, purpose: string) => ({
    bytesBase64: encodeBase64(bytes),
    purpose,
    tender: tender.lot,
    title,
    lines: [],
  });
  const signed = await signItem(choice, item(seal, "seal"));
  const released = await signItem(choice, item(release, "release"));
  const body = { seal: signed.statement, sealCms: signed.cms, release: released.statement, releaseCms: released.cms };
  const answer = await fetch(door, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return null;
  const { message } = (await answer.json()) as { readonly message?: string };
  return message ?? String(answer.status);
}
