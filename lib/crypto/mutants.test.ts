// biome-ignore-all lint/suspicious/noAssignInExpressions: each fault is one assignment, and reads best as one
import { beforeAll, describe, expect, it } from "vitest";
import { NODE_ENGINE } from "@/lib/adapters/engine/node";
import { assembled, type Pieces, piecesOf, refit } from "@/lib/testing/remade";
import { sealingWorld } from "@/lib/ordeal/sealing-world";
import { bytesToHex, concat, fromBase64url, randomBytes, toBase64url, utf8 } from "./bytes";
import { canonicalBytes, canonicalText, type Json } from "./canonical";
import { fileOf, headBytes, padding, readContainer, tailBytes } from "./container";
import { useEngine } from "./engine";
import { inspectContainer } from "./inspect";
import { bidderSecret, openingSecret, segmentKeys } from "./keys";
import { checkSegment, openContents, openSegment } from "./open";
import { parsePolicy } from "./policy";
import { reasonOf } from "./reasons";
import { bodyOf, chunkNonce, openBody, plainLength, readPlain, sealSegment } from "./segment";
import { beginSealing } from "./sealing";
import { loadSuite, type SuiteId, suiteOf } from "./suite";

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

async function sealed(world: World, suite: SuiteId, sign: (bytes: Uint8Array) => Promise<Uint8Array>, price = "1.00") {
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
async function judged(bytes: Uint8Array, world: World, options: { open?: boolean; policy?: boolean } = {}) {
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

describe.each([1, 2] as const)("suite %i: mutants of a container", (suite) => {
  let world: World;
  let good: Uint8Array;
  const sign = (bytes: Uint8Array) => world.bidder.signer.signStatement(bytes);

  beforeAll(async () => {
    world = await sealingWorld(suite);
    await loadSuite(suite);
    good = await sealed(world, suite, sign);
  }, 120_000);

  /** Changes pieces, makes the sums fit, signs again with the bidder's own key. */
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

  it("controls: the container itself, put together again, with x members, signed by RSA", async () => {
    expect(await judged(good, world, { policy: true })).toBe("OK");
    expect(await resigned(() => {})).toBe("OK");
    expect(await resigned(({ seal }) => void (seal.x = { note: "任何内容", n: [1, { a: null }] }))).toBe("OK");
    expect(await resigned(({ seal }) => void (seal.created = "1999-01-01T00:00:00Z"))).toBe("OK");
    expect(
      await resigned(({ header }) => void header.bidder_keys.push({ alg: "later", ct: "AA", kid: "0".repeat(64) })),
    ).toMatch(/key-commit|OK/);
    const rsa = (bytes: Uint8Array) => world.rsaBidder.signer.signStatement(bytes);
    expect(await resigned(() => {}, true, rsa)).toBe("OK");
  });

  it("no flipped bit anywhere is accepted", async () => {
    // One bit of every octet outside the bodies, which a tree root covers whole; there one in 97, and every tag.
    const { seal } = await readContainer(fileOf(good));
    const bodies = seal.segments.reduce((sum, { len }) => sum + len, 0);
    const tail = good.length - 32 - 8000;
    expect(bodies).toBeGreaterThan(300_000);
    const accepted: number[] = [];
    let tried = 0;
    for (let at = 0; at < good.length; at += at < 4096 + 3000 || at > tail ? (suite === 1 ? 1 : 3) : 997) {
      const mutant = Uint8Array.from(good);
      mutant[at]! ^= 1 << (at % 8);
      tried++;
      if ((await judged(mutant, world, { open: false })) === "OK") accepted.push(at);
    }
    expect(tried).toBeGreaterThan(suite === 1 ? 10_000 : 4_000);
    expect(accepted).toEqual([]);
  }, 600_000);

  it("no truncation and no addition", async () => {
    for (const cut of [0, 1, 15, 16, 47, 48, 4096, good.length >> 1, good.length - 33, good.length - 1])
      expect(await judged(good.slice(0, cut), world, { open: false }), String(cut)).not.toBe("OK");
    expect(await judged(concat(good, Uint8Array.of(0)), world)).not.toBe("OK");
    expect(await judged(concat(good, new Uint8Array(4096)), world)).not.toBe("OK");
  });

  it.each(["seal", "header"] as const)(
    "members of the %s: removed, added, doubled, out of order, in another spelling",
    async (which) => {
      const names = Object.keys((await piecesOf(good))[which]);
      const asBytes = (pieces: Pieces, bytes: Uint8Array) => {
        if (which === "seal") pieces.sealBytes = bytes;
        else pieces.headerBytes = bytes;
      };
      for (const name of names) {
        expect(
          await resigned((pieces) => void delete pieces[which][name], which === "header"),
          `without ${name}`,
        ).not.toBe("OK");
        const doubled = (pieces: Pieces) => {
          const text = canonicalText(pieces[which] as Json);
          asBytes(
            pieces,
            utf8(`{${JSON.stringify(name)}:${canonicalText(pieces[which][name] as Json)},${text.slice(1)}`),
          );
        };
        expect(await resigned(doubled), `${name} twice`).toBe("not-canonical");
      }
      expect(await resigned((pieces) => void (pieces[which].more = 1)), "added").toBe(which);
      expect(await resigned((pieces) => void (pieces[which].x = 1)), "x is an object").toBe(which);
      const text = async () => canonicalText((await piecesOf(good))[which] as Json);
      const reversed = `{${Object.entries((await piecesOf(good))[which])
        .reverse()
        .map(([name, value]) => `${JSON.stringify(name)}:${canonicalText(value as Json)}`)
        .join(",")}}`;
      for (const other of [
        reversed,
        `${await text()} `,
        ` ${await text()}`,
        (await text()).replace('"fmt":', '"fmt": '),
        (await text()).replace("SBC/1", "SBC\\/1"),
        `\ufeff${await text()}`,
        (await text()).replace('"suite":', '"suite":0'),
      ])
        expect(await resigned((pieces) => asBytes(pieces, utf8(other))), other.slice(0, 40)).not.toBe("OK");
    },
  );

  it("signed faults of the header", async () => {
    const other = "0".repeat(64);
    const faults: Record<string, (pieces: Pieces) => void> = {
      "k of one": ({ header }) => void (header.opening.k = 1),
      "k of all": ({ header }) => void (header.opening.k = 3),
      "a trustee twice": ({ header }) => void (header.opening.trustees[1] = header.opening.trustees[0]),
      "another trustee": ({ header }) => void (header.opening.trustees[2].kid = other),
      "trustees in another order": ({ header }) => void header.opening.trustees.reverse(),
      "another policy": ({ header }) => void (header.opening.policy = other),
      "another chunk size": ({ header }) => void (header.chunk = 32768),
      "a commitment too few": ({ header }) => void header.commit.bidder.pop(),
      "one stage": ({ header }) => void (header.stages = 1),
      "the other suite": ({ header }) => void (header.suite = 3 - header.suite),
      "another lot": ({ header }) => void (header.tender.lot = "9"),
      "another container": ({ header }) => void (header.container = toBase64url(randomBytes(16))),
      "upper-case digest": ({ header }) => void (header.commit.bidder[0] = header.commit.bidder[0].toUpperCase()),
      "padded base64": ({ header }) => void (header.container += "=="),
      "a wrap of a wrong length": ({ header }) =>
        void (header.opening.trustees[0].ct[0] = toBase64url(randomBytes(20))),
    };
    for (const [what, change] of Object.entries(faults)) expect(await resigned(change), what).not.toBe("OK");
  });

  it("signed faults of the seal", async () => {
    const other = "0".repeat(64);
    const faults: Record<string, (pieces: Pieces) => void> = {
      "no price": ({ seal }) => void (seal.segments[1].form = null),
      "two forms": ({ seal }) => void (seal.segments[0].form = other),
      "another form": ({ seal }) => void (seal.segments[1].form = other),
      "another manifest": ({ seal }) => void (seal.segments[0].manifest = other),
      "another key": ({ seal }) => void (seal.segments[0].key = other),
      "a wrong code": ({ seal }) => void (seal.bidder.uscc = "91520100MA6E12345X"),
      "another company": ({ seal }) => void (seal.bidder.uscc = "12520100MB0XB00036"),
      "seq without prev": ({ seal }) => void (seal.seq = 2),
      "prev without seq": ({ seal }) => void (seal.prev = other),
      "a zone": ({ seal }) => void (seal.created = "2026-11-20T09:02:03+08:00"),
      "no such day": ({ seal }) => void (seal.created = "2026-02-30T01:02:03Z"),
      "another header besides": ({ seal }) => void (seal.headers[toBase64url(randomBytes(16))] = other),
      "positions changed": ({ seal }) => void (seal.segments[0].i = 1),
      "stage outside": ({ seal }) => void (seal.segments[0].stage = 3),
      "stages changed": ({ seal }) => void (seal.segments[0].stage = 2),
      "another name": ({ seal }) => void (seal.segments[0].name = "tecnical"),
      "invisible name": ({ seal }) => void (seal.segments[0].name = "technical\u200b"),
      "another policy": ({ seal }) => void (seal.tender.policy = other),
      "a fraction": ({ seal }) => void (seal.seq = 1.5),
    };
    for (const [what, change] of Object.entries(faults))
      if (what === "a fraction") await expect(resigned(change)).rejects.toThrow();
      else expect(await resigned(change), what).not.toBe("OK");
  });

  it("swapped, cut, lengthened and foreign bodies, with fitting sums and a good signature", async () => {
    const swapped = ({ bodies }: Pieces) => void bodies.reverse();
    expect(await resigned(swapped)).toBe("tag");
    expect(await resigned(swapped, false)).not.toBe("OK");
    const shorter = ({ bodies }: Pieces) => void (bodies[0] = bodies[0]!.slice(0, -1));
    expect(await resigned(shorter)).toMatch(/tag|truncated/);
    const lastChunkGone = ({ bodies }: Pieces) => void (bodies[0] = bodies[0]!.slice(0, 65_552));
    expect(await resigned(lastChunkGone)).not.toBe("OK");
    const reordered = ({ bodies }: Pieces) => {
      const chunk = (n: number) => bodies[1]!.slice(n * 65_552, (n + 1) * 65_552);
      bodies[1] = concat(chunk(1), chunk(0), bodies[1]!.slice(2 * 65_552));
    };
    expect(await resigned(reordered)).toBe("tag");
  });

  it("an empty chunk appended with the right key, and one that ends early", async () => {
    const appended = async (pieces: Pieces) => {
      const { key, nonce } = keysOf(pieces, 0);
      const chunks = pieces.seal.segments[0].chunks;
      const empty = await suiteOf(suite).seal(key, chunkNonce(nonce, chunks), new Uint8Array(0));
      pieces.bodies[0] = concat(pieces.bodies[0]!, empty);
    };
    expect(await resigned(appended)).toMatch(/tag|length/);
  });

  it("the empty chunk that ends an exact multiple is opened like every other", async () => {
    const exact = (forged: boolean) => async (pieces: Pieces) => {
      const keys = keysOf(pieces, 1);
      const body = openBody(bodyOf(pieces.bodies[1]!), keys, bytesToHex(keys.commit), suiteOf(suite));
      const whole = await readPlain(body, 0, plainLength(body));
      const end = 8 + new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8);
      // The form's segment is padded to 256 KiB (§2.6) and begins with a file of one octet.
      const zeros = new Uint8Array(2 ** 19 - 1 - end);
      const parts = sealSegment([whole.subarray(0, 1), zeros, whole.subarray(-end)], keys, suiteOf(suite));
      const sealed: Uint8Array[] = [];
      for await (const { bytes } of parts) sealed.push(bytes);
      pieces.bodies[1] = concat(...sealed);
      if (forged) pieces.bodies[1].fill(0, -16);
    };
    expect(await resigned(exact(false))).toBe("OK");
    expect(await resigned(exact(true))).toBe("tag");
  });

  it("a wrap to a trustee that is no such ciphertext", async () => {
    const wrap = (bytes: Uint8Array) => (pieces: Pieces) => {
      pieces.header.opening.trustees[0].ct[0] = toBase64url(bytes);
    };
    const { ct } = (await piecesOf(good)).header.opening.trustees[0];
    const sound = fromBase64url(ct[0]);
    for (const bytes of [randomBytes(sound.length), concat(sound, Uint8Array.of(0)), sound.slice(0, -1)])
      expect(await resigned(wrap(bytes))).toBe(suite === 1 && bytes.length === sound.length ? "key-commit" : "header");
  });

  it("two prices in one ciphertext: only the committed key, manifest and form open", async () => {
    const dear = await piecesOf(await sealed(world, suite, sign, "9.00"));
    // Body, key commitment and header of the other price, but the form that was signed first.
    const mixed = (pieces: Pieces) => {
      pieces.bodies[1] = dear.bodies[1]!;
    };
    expect(await resigned(mixed)).toBe("tag");
    const otherKey = (pieces: Pieces) => {
      pieces.bodies[1] = dear.bodies[1]!;
      pieces.seal.segments[1].key = dear.seal.segments[1].key;
    };
    expect(await resigned(otherKey)).toBe("key-commit");
    const wholeOther = (pieces: Pieces) => {
      const { form } = pieces.seal.segments[1];
      Object.assign(pieces, { header: dear.header, bodies: dear.bodies, seal: dear.seal });
      pieces.seal.segments[1].form = form;
    };
    expect(await resigned(wholeOther)).toBe("form-commit");
    const headerOfOther = (pieces: Pieces) => {
      pieces.header = dear.header;
    };
    expect(await resigned(headerOfOther)).not.toBe("OK");
  });

  it("another company's signature, an authority nobody believes, a signature over something else", async () => {
    const {
      certificateDer,
      chainDer,
      privateKeyPkcs8: privateKey,
    } = await world.pki.issue({
      kind: "company",
      authority: "demo-b",
      name: "另一家",
      uscc: "12520000MB0XB00057",
      notBefore: new Date("2026-01-01T00:00:00Z"),
      notAfter: new Date("2040-01-01T00:00:00Z"),
    });
    const { platformSigner } = await import("@/lib/adapters/pki/platform");
    const stranger = platformSigner({ certificateDer, chainDer, privateKey });
    expect(
      await resigned(
        () => {},
        true,
        (bytes) => stranger.signStatement(bytes),
      ),
    ).toBe("binding");
    expect(
      await resigned(
        () => {},
        true,
        () => sign(utf8("{}")),
      ),
    ).toBe("signature");
    const foreign = await sealingWorld(suite);
    expect(await judged(good, foreign)).toBe("certificate");
  }, 120_000);
});
