// biome-ignore-all lint/suspicious/noAssignInExpressions: each fault is one assignment, and reads best as one
import { expect, it } from "vitest";
import { type Pieces, piecesOf } from "@/lib/testing/remade";
import { sealingWorld } from "@/lib/ordeal/sealing-world";
import { describeMutants, judged } from "@/lib/testing/mutants";
import { concat, fromBase64url, randomBytes, toBase64url, utf8 } from "./bytes";
import { canonicalText, type Json } from "./canonical";
import { fileOf, readContainer } from "./container";

describeMutants((mutants) => {
  const { suite, sign, resigned } = mutants;

  it("controls: the container itself, put together again, with x members, signed by RSA", async () => {
    expect(await judged(mutants.good, mutants.world, { policy: true })).toBe("OK");
    expect(await resigned(() => {})).toBe("OK");
    expect(await resigned(({ seal }) => void (seal.x = { note: "任何内容", n: [1, { a: null }] }))).toBe("OK");
    expect(await resigned(({ seal }) => void (seal.created = "1999-01-01T00:00:00Z"))).toBe("OK");
    expect(
      await resigned(({ header }) => void header.bidder_keys.push({ alg: "later", ct: "AA", kid: "0".repeat(64) })),
    ).toMatch(/key-commit|OK/);
    const rsa = (bytes: Uint8Array) => mutants.world.rsaBidder.signer.signStatement(bytes);
    expect(await resigned(() => {}, true, rsa)).toBe("OK");
  });

  it("no flipped bit anywhere is accepted", async () => {
    // One bit of every octet outside the bodies, which a tree root covers whole; there one in 97, and every tag.
    const { seal } = await readContainer(fileOf(mutants.good));
    const bodies = seal.segments.reduce((sum, { len }) => sum + len, 0);
    const tail = mutants.good.length - 32 - 8000;
    expect(bodies).toBeGreaterThan(300_000);
    const accepted: number[] = [];
    let tried = 0;
    for (let at = 0; at < mutants.good.length; at += at < 4096 + 3000 || at > tail ? (suite === 1 ? 1 : 3) : 997) {
      const mutant = Uint8Array.from(mutants.good);
      mutant[at]! ^= 1 << (at % 8);
      tried++;
      if ((await judged(mutant, mutants.world, { open: false })) === "OK") accepted.push(at);
    }
    expect(tried).toBeGreaterThan(suite === 1 ? 10_000 : 4_000);
    expect(accepted).toEqual([]);
  }, 600_000);

  it("no truncation and no addition", async () => {
    for (const cut of [
      0,
      1,
      15,
      16,
      47,
      48,
      4096,
      mutants.good.length >> 1,
      mutants.good.length - 33,
      mutants.good.length - 1,
    ])
      expect(await judged(mutants.good.slice(0, cut), mutants.world, { open: false }), String(cut)).not.toBe("OK");
    expect(await judged(concat(mutants.good, Uint8Array.of(0)), mutants.world)).not.toBe("OK");
    expect(await judged(concat(mutants.good, new Uint8Array(4096)), mutants.world)).not.toBe("OK");
  });

  it.each(["seal", "header"] as const)(
    "members of the %s: removed, added, doubled, out of order, in another spelling",
    async (which) => {
      const names = Object.keys((await piecesOf(mutants.good))[which]);
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
      const text = async () => canonicalText((await piecesOf(mutants.good))[which] as Json);
      const reversed = `{${Object.entries((await piecesOf(mutants.good))[which])
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

  it("a wrap to a trustee that is no such ciphertext", async () => {
    const wrap = (bytes: Uint8Array) => (pieces: Pieces) => {
      pieces.header.opening.trustees[0].ct[0] = toBase64url(bytes);
    };
    const { ct } = (await piecesOf(mutants.good)).header.opening.trustees[0];
    const sound = fromBase64url(ct[0]);
    for (const bytes of [randomBytes(sound.length), concat(sound, Uint8Array.of(0)), sound.slice(0, -1)])
      expect(await resigned(wrap(bytes))).toBe(suite === 1 && bytes.length === sound.length ? "key-commit" : "header");
  });

  it("another company's signature, an authority nobody believes, a signature over something else", async () => {
    const {
      certificateDer,
      chainDer,
      privateKeyPkcs8: privateKey,
    } = await mutants.world.pki.issue({
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
    expect(await judged(mutants.good, foreign)).toBe("certificate");
  }, 120_000);
});
