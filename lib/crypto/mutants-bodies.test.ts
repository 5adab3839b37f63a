// biome-ignore-all lint/suspicious/noAssignInExpressions: each fault is one assignment, and reads best as one
import { expect, it } from "vitest";
import { type Pieces, piecesOf } from "@/lib/testing/remade";
import { describeMutants, sealed } from "@/lib/testing/mutants";
import { bytesToHex, concat } from "./bytes";
import { bodyOf, chunkNonce, openBody, plainLength, readPlain, sealSegment } from "./segment";
import { suiteOf } from "./suite";

describeMutants((mutants) => {
  const { suite, sign, resigned, keysOf } = mutants;

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

  it("two prices in one ciphertext: only the committed key, manifest and form open", async () => {
    const dear = await piecesOf(await sealed(mutants.world, suite, sign, "9.00"));
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
});
