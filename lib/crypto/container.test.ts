import { expect, it } from "vitest";
import { describeVectors, readBytes } from "@/lib/testing/vectors";
import { bytesToHex, concat, sameBytes } from "./bytes";
import { verifyCms } from "./cms";
import { type Container, fileOf, readContainer } from "./container";
import { reasonOf } from "./reasons";
import { rootOfBody } from "./segment";

describeVectors("sbc-kat", "a container that was changed", (dir) => {
  const good = readBytes(dir, "tiny.sbc");

  /** Structure first; what that cannot see, signature and tree roots must. Signature checks are kept for changed input. */
  async function judge(bytes: Uint8Array, original: Container): Promise<string> {
    const container = await readContainer(fileOf(bytes));
    const signed = sameBytes(container.sealBytes, original.sealBytes) && sameBytes(container.cms, original.cms);
    if (!signed && !(await verifyCms(container.sealBytes, container.cms)).ok) return "signature";
    for (const [i, body] of container.bodies)
      if (bytesToHex(await rootOfBody(body)) !== container.seal.segments[i]!.root) return "root";
    return "accepted";
  }

  it("every octet counts", { timeout: 120_000 }, async () => {
    const original = await readContainer(fileOf(good));
    const accepted: number[] = [];
    const defects: string[] = [];
    for (let at = 0; at < good.length; at++) {
      const bad = Uint8Array.from(good);
      bad[at]! ^= 1;
      const verdict = await judge(bad, original).catch((error) => reasonOf(error) ?? `defect: ${error}`);
      if (verdict === "accepted") accepted.push(at);
      if (verdict.startsWith("defect")) defects.push(`${at} ${verdict}`);
    }
    expect(accepted).toEqual([]);
    expect(defects).toEqual([]);
    expect((await verifyCms(original.sealBytes, original.cms)).ok).toBe(true);
    expect(await judge(good, original)).toBe("accepted");
  });

  it("nothing shorter or longer is a container", async () => {
    for (let length = 0; length < good.length; length += length < 600 ? 1 : 97)
      await expect(readContainer(fileOf(good.subarray(0, length)))).rejects.toSatisfy(
        (error) => reasonOf(error) !== null,
      );
    for (const more of [new Uint8Array(1), new Uint8Array(4096), good])
      await expect(readContainer(fileOf(concat(good, more)))).rejects.toSatisfy((error) => reasonOf(error) !== null);
  });

  it("a length it claims allocates nothing", async () => {
    const huge = Uint8Array.from(good);
    new DataView(huge.buffer).setUint32(12, 0xffff_fff0);
    const asked: number[] = [];
    const file = {
      size: Number.MAX_SAFE_INTEGER,
      read: async (from: number, to: number) => {
        asked.push(to - from);
        return huge.subarray(from, to);
      },
    };
    await expect(readContainer(file)).rejects.toThrow(/^length/);
    expect(Math.max(...asked)).toBeLessThanOrEqual(4096);
  });
});
