import type { Archive } from "./archive";
import { bytesToHex, fromBase64url, fromHex, hash, sameBytes } from "./bytes";
import { parseDrawCommit, parseDrawResult, parseDrawReveal, performDraw } from "./draw-statements";
import { reject } from "./reasons";
import { statementHash } from "./statements";
import { type Book, lacks } from "./verify-book";
import type { Proved } from "./verify-log";

/** Check 10: every draw whose specification is disclosed, recomputed from what is in the archive. */
export async function verifyDraws(book: Book, archive: Archive, events: readonly Proved[]): Promise<void> {
  const at = (name: RegExp) => archive.names.filter((one) => name.test(one)).map((one) => archive.read(one)!);
  const specs = at(/^draws\/.*draw-spec\.json$/);
  if (specs.length === 0) return book.note("none", 10, "draws", "没有抽取", "no draws");
  const commits = at(/^draws\/.*draw-commit\.json$/);
  const reveals = at(/^draws\/.*draw-reveal\.json$/);
  const results = at(/^draws\/.*draw-result\.json$/);
  for (const spec of specs) {
    const id = bytesToHex(hash(spec));
    const own = <T extends { readonly spec: string }>(list: readonly Uint8Array[], parse: (bytes: Uint8Array) => T) =>
      list.filter((bytes) => parse(bytes).spec === id);
    await book.check(
      10,
      `draw:${id.slice(0, 16)}`,
      `抽取 ${id.slice(0, 16)} 可复算`,
      `draw ${id.slice(0, 16)} comes out the same`,
      () => {
        const [result] = own(results, parseDrawResult);
        if (!result) return lacks("the draw was begun and has no result");
        const { beacon, checkpoint } = parseDrawResult(result);
        const made = performDraw({
          spec,
          commits: own(commits, parseDrawCommit),
          reveals: own(reveals, parseDrawReveal),
          checkpointRoot: fromHex(checkpoint),
          beacon: beacon === null ? null : fromBase64url(beacon, 32),
        });
        if (!sameBytes(made.result, result)) reject("draw", "the published result differs");
        const places = own(commits, parseDrawCommit).map((bytes) => placeOf(events, bytes));
        const shown = own(reveals, parseDrawReveal).map((bytes) => placeOf(events, bytes));
        if (Math.max(...places.filter(isPlace)) > Math.min(...shown.filter(isPlace)))
          reject("order", "a value was revealed before all had committed");
      },
    );
  }
}

const placeOf = (events: readonly Proved[], bytes: Uint8Array): number | undefined =>
  events.find(({ event }) => event.hash === statementHash(bytes))?.index;
const isPlace = (place: number | undefined): place is number => place !== undefined;
