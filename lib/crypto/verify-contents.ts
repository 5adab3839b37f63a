import { fromBase64url, fromHex, sameBytes } from "./bytes";
import { checkSegment, openContents, openSegment } from "./open";
import { parseCanonical } from "./canonical";
import { reject } from "./reasons";
import { type BodySource, rootOfBody } from "./segment";
import { parseRelease } from "./statements";
import { suiteOf } from "./suite";
import type { CheckedBid, Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import type { OpeningSecrets } from "./verify-opening";

/**
 * Check 8 of a full archive: the ciphertext is what was sealed, and everything that was opened decrypts to the sealed
 * manifests and files. Chunk by chunk: memory does not grow with the bids.
 */
export async function verifyContents(
  book: Book,
  setting: Setting,
  bids: readonly CheckedBid[],
  secrets: OpeningSecrets,
): Promise<void> {
  for (const bid of bids) {
    const short = bid.id.slice(0, 16);
    const whole = await book.check(
      8,
      `body:${short}`,
      `投标 ${short}：密文与密封时的树根一致`,
      `bid ${short}: the ciphertext has the sealed tree roots`,
      async () => {
        await checkBodies(setting, bid);
        return bid.opens.id === bid.id || checkBodies(setting, bid.opens);
      },
    );
    const released = setting.archive.read(`bids/${bid.id}/release.json`);
    const groups = [...new Set(bid.seal.segments.map(({ stage }) => stage))].filter((g) =>
      secrets.has(`${bid.id} ${g}`),
    );
    if (!whole || groups.length === 0) continue;
    const contents = () => checkContents(setting, bid.opens, groups, bid.id, released, secrets);
    if (isRefused(setting, bid)) {
      await book.check(
        8,
        `contents:${short}`,
        `投标 ${short}：重新提交的内容与密封时不同，平台未予采用，属实`,
        `bid ${short}: what was submitted again is not what was sealed, and was refused`,
        async () => {
          const right = await contents().then(
            () => true,
            () => false,
          );
          if (right) reject("order", "it was refused, and is what was sealed");
        },
      );
      continue;
    }
    await book.check(
      8,
      `contents:${short}`,
      `投标 ${short}：解密所得的清单与文件就是密封的内容`,
      `bid ${short}: manifests and files decrypt to what was sealed`,
      contents,
    );
  }
}

/** The body of one segment. @throws where the archive lacks it */
function bodyOf({ archive }: Setting, { c, i }: { readonly c: string; readonly i: number }): BodySource {
  const name = `bids/bodies/${c}/${i}.bin`;
  const large = archive.large(name) ?? lacks(name);
  return { len: large.len, read: large.read ?? reject("archive", `${name} is packed`) };
}

/** The platform has signed that the container submitted again did not hold what was sealed. */
function isRefused({ archive }: Setting, { id, opens }: CheckedBid): boolean {
  if (opens.id === id) return false;
  const names = archive.names.filter((name) => /^statements\/\d+-refusal\.json$/.test(name));
  return names.some((name) => (parseCanonical(archive.read(name)!) as { readonly bid?: unknown }).bid === opens.id);
}

async function checkBodies(setting: Setting, { seal }: Pick<CheckedBid, "seal">): Promise<true> {
  for (const segment of seal.segments) {
    const body = bodyOf(setting, segment);
    if (body.len !== segment.len) reject("length", `segment ${segment.i}`);
    if (!sameBytes(await rootOfBody(body, suiteOf(seal.suite)), fromHex(segment.root)))
      reject("root", `segment ${segment.i}`);
  }
  return true;
}

async function checkContents(
  setting: Setting,
  { seal, headers }: CheckedBid["opens"],
  groups: readonly number[],
  bid: string,
  release: Uint8Array | null,
  secrets: OpeningSecrets,
): Promise<void> {
  const { B: given } = parseRelease(release ?? lacks(`release of ${bid}`));
  for (const segment of seal.segments.filter(({ stage }) => groups.includes(stage))) {
    const B = given.find(({ g }) => g === segment.stage) ?? reject("secrets", `no B of group ${segment.stage}`);
    const O = secrets.get(`${bid} ${segment.stage}`) ?? reject("secrets", `no O of group ${segment.stage}`);
    const sealed = { seal, headers };
    const held = { B: fromBase64url(B.v, 32), O };
    const opened = await openContents(
      sealed,
      segment.i,
      openSegment(sealed, segment.i, bodyOf(setting, segment), held),
    );
    await checkSegment(opened);
  }
}
