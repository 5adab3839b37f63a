import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import { demoIdentity } from "@/lib/adapters/pki/demo/identity";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { demoTrust } from "@/lib/adapters/trust/trust";
import { openKeyStore } from "@/lib/adapters/trustee/demo/key-store";
import type { TrusteeConfig } from "@/lib/adapters/trustee/demo/trustee";
import { demoWitness } from "@/lib/adapters/witness/demo/witness";
import { batchProof, makeBatch } from "@/lib/crypto/batch";
import { randomBytes } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { checkpointText, COSIGNATURE, ED25519, noteOf, readVerifierKey, signatureLine } from "@/lib/crypto/checkpoint";
import { inclusionProof, leafHash, treeHead } from "@/lib/crypto/merkle";
import type { Policy } from "@/lib/crypto/policy";
import { beginSealing } from "@/lib/crypto/sealing";
import { eventBytes, eventCommitment, statementHash } from "@/lib/crypto/statements";
import { writeTlogProof } from "@/lib/crypto/tlog-proof";
import { twoGroupPolicy } from "@/lib/ordeal/two-groups";

export const TENDER = { id: "E5201000001000001001", lot: "E5201000001000001001001" };
export const DEADLINE = new Date("2026-12-01T01:30:00Z");
const PLATFORM = { name: "平台", uscc: "91520100MA6XB0001X" };
const TENDEREE = { name: "招标人", uscc: "91520100MA6E12345R" };

export type SignedBytes = { readonly bytes: Uint8Array; readonly cms: Uint8Array };

/** A world of papers around one opening: authorities, platform, tenderee, log, witness, all with real keys. */
export async function openingWorld() {
  const folder = mkdtempSync(join(tmpdir(), "papers-"));
  const pki = await openDemoPki(join(folder, "ca"));
  const clock = { at: new Date(DEADLINE.getTime() + 3_600_000) };
  const now = () => clock.at;
  const trust = demoTrust(pki, now);
  const identity = (name: string, request: { name: string; uscc: string }, authority: "demo-a" | "demo-b" = "demo-b") =>
    demoIdentity(join(folder, name), { kind: "platform", authority, ...request }, async () => pki);
  const [platform, tenderee] = await Promise.all([identity("platform", PLATFORM), identity("tenderee", TENDEREE)]);
  const log = await noteSigner(join(folder, "log.key"), "bid.example/log", ED25519);
  const witness = await noteSigner(join(folder, "witness.key"), "witness.example/w1", COSIGNATURE);
  const trustee = async (n: number): Promise<TrusteeConfig> => ({
    trust,
    now,
    platformUscc: PLATFORM.uscc,
    signer: await identity(`trustee-${n}`, {
      name: `份额方${n}`,
      uscc: ["12520100MB0XB00036", "91520100MA6XB00047", "12520000MB0XB00057"][n - 1]!,
    }),
    store: await openKeyStore(join(folder, `keys-${n}`), join(folder, `master-${n}.key`)),
    logKeys: async () => ({ log: log.verifierKey, witnesses: [witness.verifierKey] }),
    own: n === 2,
  });
  const seen = { n: 0 };
  const cosign = async (note: string, size: bigint) => {
    // A fresh memory each time: these logs are made one per event and do not continue each other.
    const answer = await demoWitness({
      signer: witness,
      folder: join(folder, `seen-${seen.n++}`),
      logKeys: async () => [log.verifierKey],
      now,
    })(`old 0\n\n${note}`);
    if (answer.status !== 200) throw new Error(`witness ${answer.status} at ${size}`);
    return answer.lines;
  };
  const sign = async (statement: Json, signer = platform): Promise<SignedBytes> => {
    const bytes = canonicalBytes(statement);
    return { bytes, cms: await signer.signStatement(bytes) };
  };
  /** Logs one event among others and proves it. */
  const logged = async (bytes: Uint8Array, kind: string, options: { cosigned?: boolean; hash?: string } = {}) => {
    const event = eventBytes({ at: clock.at, hash: options.hash ?? statementHash(bytes), kind, tender: TENDER });
    const blind = randomBytes(32);
    const batch = makeBatch(randomBytes(32), new Map([[77, eventCommitment(blind, event)]]));
    const leaves = [randomBytes(32), leafHash(batch.entry), randomBytes(32)];
    const text = checkpointText({ origin: log.name, size: 3n, root: treeHead(leaves) });
    const note = noteOf(text, [
      signatureLine(readVerifierKey(log.verifierKey), await log.sign(new TextEncoder().encode(text))),
    ]);
    const checkpoint = options.cosigned === false ? note : note + (await cosign(note, 3n));
    const proof = writeTlogProof({
      extra: batchProof(batch, 77),
      index: 1n,
      hashes: inclusionProof(leaves, 1),
      checkpoint,
    });
    return { event, blind, proof };
  };
  return { folder, pki, clock, now, trust, identity, platform, tenderee, log, witness, trustee, sign, logged };
}
export type OpeningWorld = Awaited<ReturnType<typeof openingWorld>>;

/** A policy over the key statements of three trustees. */
export const policyOf = (statements: readonly SignedBytes[], changes: Partial<Policy> = {}): Json => ({
  ...twoGroupPolicy(
    1,
    TENDER,
    statements.map(({ bytes, cms }) => ({
      cms: Buffer.from(cms).toString("base64url"),
      statement: JSON.parse(new TextDecoder().decode(bytes)) as Json,
    })),
  ),
  ...(changes as Record<string, Json>),
});

/** A real sealed bid under a policy: seal and header as a bidder makes them. */
export async function sealedBid(policy: Policy, policyHash: string, uscc: string) {
  const masters = { M: randomBytes(32), N: randomBytes(32) };
  const sealing = await beginSealing({
    policy,
    policyHash,
    docsHash: "d".repeat(64),
    uscc,
    masters,
    form: { currency: "CNY", price: "12345678.90" },
    files: {},
    seq: 1,
    prev: null,
    created: new Date("2026-11-20T01:02:03Z"),
  });
  for (const segment of policy.segments.keys()) for await (const _ of sealing.parts(segment));
  const seal = sealing.seal();
  return { bid: statementHash(seal), container: sealing.container, seal, header: sealing.header, masters };
}
