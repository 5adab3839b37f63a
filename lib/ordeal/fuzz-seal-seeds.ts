import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noteSigner } from "@/lib/adapters/log/ed25519";
import { openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { batchProof, makeBatch } from "@/lib/crypto/batch";
import { bytesToHex, concat, randomBytes, toBase64url, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import {
  checkpointText,
  COSIGNATURE,
  cosignatureBytes,
  cosignatureMessage,
  ED25519,
  noteOf,
  readVerifierKey,
  signatureLine,
} from "@/lib/crypto/checkpoint";
import { headBytes, padding, tailBytes } from "@/lib/crypto/container";
import { leafHash, treeHead } from "@/lib/crypto/merkle";
import { parsePolicy } from "@/lib/crypto/policy";
import { beginSealing, type SealFile } from "@/lib/crypto/sealing";
import { closeLeaf, eventBytes, eventCommitment } from "@/lib/crypto/statements";
import { loadSuite, type SuiteId } from "@/lib/crypto/suite";
import { type LogPolicy, writeTlogProof } from "@/lib/crypto/tlog-proof";
import { trusteeKeyPair } from "@/lib/crypto/trustee-keys";
import { zipStream } from "@/lib/crypto/zip-write";
import { HEX, receiptOf, SEAL_AT, statementsOf, TENDER, USCC } from "./fuzz-seal-statements";
import { keyStatement, twoGroupPolicy } from "./two-groups";

const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2040-01-01T00:00:00Z") };

type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

/** A container taken apart, so that each part can be bent alone. */
export type Parts = {
  readonly suite: SuiteId;
  readonly header: Uint8Array;
  readonly bodies: readonly Uint8Array[];
  readonly seal: Uint8Array;
  readonly cms: Uint8Array;
};

export type SealSeeds = {
  readonly containers: readonly Parts[];
  /** Canonical statements by the name of their parser. */
  readonly statements: Readonly<Record<string, readonly Uint8Array[]>>;
  readonly bundles: readonly Uint8Array[];
  readonly proof: { readonly commitment: Uint8Array; readonly text: string; readonly policy: LogPolicy };
  readonly zips: readonly Uint8Array[];
  /** The bidder's own hand: an adversary may sign whatever it bends. */
  readonly sign: Sign;
};

/** Valid inputs of every parser of sealed bids, in both suites. */
export async function sealSeeds(): Promise<SealSeeds> {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-seal-"));
  try {
    const pki = await openDemoPki(join(folder, "ca"));
    const issue = async (kind: "company" | "trustee" | "platform", uscc: string) => {
      const made = await pki.issue({ kind, authority: "demo-b", name: "黔测建设有限公司", uscc, ...LIFE });
      const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = made;
      return platformSigner({ certificateDer, chainDer, privateKey }).signStatement;
    };
    const [sign, trustee, platform] = [
      await issue("company", USCC),
      await issue("trustee", "91520100MA6XB00047"),
      await issue("platform", "12520100MB0XB00036"),
    ];
    const policies = await Promise.all(([1, 2] as const).map((suite) => policyOf(suite, trustee)));
    const containers: Parts[] = [];
    for (const bytes of policies) containers.push(await container(bytes, sign));
    const proof = await proofOf(folder);
    const statements = statementsOf(policies, containers);
    const bundles = await Promise.all(containers.map((parts) => bundle(parts, proof.text, platform)));
    return { containers, statements, bundles, proof, zips: [await zipped(statements)], sign };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const TRUSTEES = ["12520100MB0XB00036", "91520100MA6XB00047", "12520000MB0XB00057"];

async function policyOf(suite: SuiteId, sign: Sign): Promise<Uint8Array> {
  const trustees = await Promise.all(
    TRUSTEES.map(async (uscc, at) => {
      const keys = [1, 2].map(() => trusteeKeyPair(suite).publicKey);
      const statement = keyStatement(suite, TENDER, { name: `受托方 ${at + 1}`, uscc }, keys);
      return { cms: toBase64url(await sign(canonicalBytes(statement as Json))), statement };
    }),
  );
  return canonicalBytes(twoGroupPolicy(suite, TENDER, trustees as unknown as Json));
}

const file = (name: string, bytes: Uint8Array): SealFile => ({
  name,
  role: "technical",
  media: "application/pdf",
  sizeBytes: bytes.length,
  open: async function* () {
    yield bytes;
  },
});

async function container(policyBytes: Uint8Array, sign: Sign): Promise<Parts> {
  const policy = parsePolicy(policyBytes);
  const suite = await loadSuite(policy.suite);
  const sealing = await beginSealing({
    policy,
    policyHash: bytesToHex(suite.hash(policyBytes)),
    docsHash: "1".repeat(64),
    uscc: USCC,
    masters: { M: randomBytes(32), N: randomBytes(32) },
    form: { currency: "CNY", duration_days: "180", price: "12345678.90", quality: "合格" },
    files: { technical: [file("方案.pdf", randomBytes(9_000)), file("空.txt", new Uint8Array(0))] },
    seq: 1,
    prev: null,
    created: SEAL_AT,
  });
  const bodies: Uint8Array[] = [];
  for (const segment of sealing.segments) {
    const pieces: Uint8Array[] = [];
    for await (const { bytes } of sealing.parts(segment)) pieces.push(bytes);
    bodies.push(concat(...pieces));
  }
  const seal = sealing.seal();
  return { suite: policy.suite, header: sealing.header, bodies, seal, cms: await sign(seal) };
}

/** The file as its parts make it (protocol §2.2). */
export function assembled({ suite, header, bodies, seal, cms }: Parts): Uint8Array {
  const head = headBytes(suite, header);
  const filled = bodies.flatMap((body) => [body, padding(body.length)]);
  const at = head.length + filled.reduce((sum, { length }) => sum + length, 0);
  return concat(head, ...filled, tailBytes(at, seal, cms));
}

async function bundle(parts: Parts, proof: string, sign: Sign): Promise<Uint8Array> {
  const suite = await loadSuite(parts.suite);
  const stated = JSON.parse(new TextDecoder().decode(receiptOf(parts))) as Record<string, Json>;
  const receipt = canonicalBytes({ ...stated, bid: bytesToHex(suite.hash(parts.seal)) });
  return canonicalBytes({
    cms: toBase64url(await sign(receipt)),
    fmt: "SBC/1",
    proof,
    receipt: toBase64url(receipt),
    seal: toBase64url(parts.seal),
    seal_cms: toBase64url(parts.cms),
    token: null,
    type: "receipt-bundle",
  });
}

/** An event in a log of three batches, cosigned by one witness. */
async function proofOf(folder: string): Promise<SealSeeds["proof"]> {
  const log = await noteSigner(join(folder, "log.key"), "bid.test/log", ED25519);
  const witness = await noteSigner(join(folder, "witness.key"), "witness.test/w1", COSIGNATURE);
  const blind = randomBytes(32);
  const commitment = eventCommitment(blind, eventBytes({ at: SEAL_AT, hash: HEX, kind: "receipt", tender: TENDER }));
  const batch = makeBatch(randomBytes(32), new Map([[77, commitment]]));
  const others = [leafHash(closeLeaf(blind, randomBytes(32))), leafHash(randomBytes(34))];
  const root = treeHead([others[0]!, leafHash(batch.entry), others[1]!]);
  const text = checkpointText({ origin: "bid.test/log", size: 3n, root });
  const time = Math.floor(SEAL_AT.getTime() / 1000);
  const lines = [
    signatureLine(readVerifierKey(log.verifierKey), await log.sign(utf8(text))),
    signatureLine(
      readVerifierKey(witness.verifierKey),
      cosignatureBytes(time, await witness.sign(cosignatureMessage(time, text))),
    ),
  ];
  const proof = { extra: batchProof(batch, 77), index: 1n, hashes: others, checkpoint: noteOf(text, lines) };
  const policy = {
    log: readVerifierKey(log.verifierKey),
    witnesses: [readVerifierKey(witness.verifierKey)],
    quorum: 1,
  };
  return { commitment, text: writeTlogProof(proof), policy };
}

async function zipped(statements: SealSeeds["statements"]): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const members = Object.entries(statements).map(([name, [content]]) => ({
    name: `tender/${name}.json`,
    content: content!,
  }));
  for await (const piece of zipStream([...members, { name: "raw.bin", content: randomBytes(3000) }]))
    pieces.push(piece);
  return concat(...pieces);
}
