import { beforeAll, describe } from "vitest";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { concat, fromBase64url, randomBytes, utf8 } from "@/lib/crypto/bytes";
import { canonicalBytes, type Json } from "@/lib/crypto/canonical";
import { fileOf, headBytes, padding, tailBytes } from "@/lib/crypto/container";
import { useEngine } from "@/lib/crypto/engine";
import { inspectContainer } from "@/lib/crypto/inspect";
import { bidderSecret, openingSecret, type SegmentKeys, segmentKeys } from "@/lib/crypto/keys";
import { checkSegment, openContents, openSegment } from "@/lib/crypto/open";
import { parsePolicy } from "@/lib/crypto/policy";
import { reasonOf } from "@/lib/crypto/reasons";
import { beginSealing } from "@/lib/crypto/sealing";
import { loadSuite, type SuiteId, suiteOf } from "@/lib/crypto/suite";
import { sealingWorld } from "@/lib/ordeal/sealing-world";
import { assembled, type Pieces, piecesOf, refit } from "./remade";

useEngine(NODE_ENGINE);
const AT = [new Date("2026-11-20T01:02:03Z")];
const masters = { M: randomBytes(32), N: randomBytes(32) };
type World = Awaited<ReturnType<typeof sealingWorld>>;

const file = (name: string, bytes: Uint8Array) => ({
  name,
  role: "attachment",
  media: "application/pdf",
  sizeBytes: bytes.length,
  open: async function* () {
    yield bytes;
  },
});

export async function sealed(
  world: World,
  suite: SuiteId,
  sign: (bytes: Uint8Array) => Promise<Uint8Array>,
  price = "1.00",
) {
  const sealing = await beginSealing({
    policy: parsePolicy(world.policyBytes),
    policyHash: world.policyHash,
    docsHash: "1".repeat(64),
    uscc: "91520100MA6E12345R",
    masters,
    form: { price },
    files: { technical: [file("方案.pdf", new Uint8Array(66_000).fill(7))], price: [file("报价.pdf", utf8("x"))] },
    seq: 1,
    prev: null,
    created: AT[0]!,
  });
  let bytes: Uint8Array = headBytes(suite, sealing.header);
  for (const i of sealing.segments) {
    for await (const part of sealing.parts(i)) bytes = concat(bytes, part.bytes);
    bytes = concat(bytes, padding(bytes.length));
  }
  const seal = sealing.seal();
  return concat(bytes, tailBytes(bytes.length, seal, await sign(seal)));
}

/** Whole judgement, secrets included. @returns "OK", or the reason it was refused for */
export async function judged(bytes: Uint8Array, world: World, options: { open?: boolean; policy?: boolean } = {}) {
  try {
    const wishes = { anchors: world.pki.anchors(), at: AT, ...(options.policy ? { policy: world.policyBytes } : {}) };
    const { container } = await inspectContainer(fileOf(bytes), wishes);
    if (options.open === false) return "OK";
    const { seal, header, headerHash } = container;
    const headers = new Map([[header.container, { header, hash: headerHash }]]);
    const cid = fromBase64url(header.container, 16);
    for (const { i, stage } of seal.segments) {
      const suite = suiteOf(seal.suite);
      const B = bidderSecret(masters.M, cid, stage, suite);
      const O = openingSecret(masters.N, cid, stage, suite);
      const body = openSegment({ seal, headers }, i, container.bodies.get(i)!, { B, O });
      await checkSegment(await openContents({ seal, headers }, i, body));
    }
    return "OK";
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error; // whatever is sent, the answer is a reason and never a crash
    return reason;
  }
}

export type Mutants = {
  readonly suite: SuiteId;
  /** This and the sound container are there once the tests run. */
  readonly world: World;
  readonly good: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** Changes pieces, makes the sums fit, signs again with the bidder's own key. */
  resigned(change: (pieces: Pieces) => void | Promise<void>, fit?: boolean, signer?: Mutants["sign"]): Promise<string>;
  keysOf(pieces: Pieces, segment: number): SegmentKeys;
};

/** A group of tests over one sealed container, in each suite. */
export function describeMutants(body: (mutants: Mutants) => void): void {
  describe.each([1, 2] as const)("suite %i: mutants of a container", (suite) => {
    let world: World;
    let good: Uint8Array;
    const sign = (bytes: Uint8Array) => world.bidder.signer.signStatement(bytes);

    beforeAll(async () => {
      world = await sealingWorld(suite);
      await loadSuite(suite);
      good = await sealed(world, suite, sign);
    }, 120_000);

    const resigned = async (change: (pieces: Pieces) => void | Promise<void>, fit = true, signer = sign) => {
      const pieces = await piecesOf(good);
      await change(pieces);
      if (fit) await refit(pieces);
      return judged(await assembled(pieces, signer), world, { policy: true });
    };

    const keysOf = (pieces: Pieces, segment: number) => {
      const cid = fromBase64url(pieces.header.container, 16);
      const s = suiteOf(suite);
      const stage = segment + 1;
      const hash = s.hash(canonicalBytes(pieces.header as Json));
      return segmentKeys(
        hash,
        bidderSecret(masters.M, cid, stage, s),
        openingSecret(masters.N, cid, stage, s),
        segment,
        s,
      );
    };

    body({
      suite,
      get world() {
        return world;
      },
      get good() {
        return good;
      },
      sign,
      resigned,
      keysOf,
    });
  });
}
