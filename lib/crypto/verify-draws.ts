import type { Archive } from "./archive";
import { bytesToHex, fromBase64url, fromHex, hash, sameBytes } from "./bytes";
import { parseCheckpoint, parseNote, verifyCosignature, verifyNote } from "./checkpoint";
import { blindedRoot } from "./draw";
import { type DrawSpec, parseDrawCommit, parseDrawResult, parseDrawReveal, performDraw } from "./draw-statements";
import { reject } from "./reasons";
import { parseCommittee, parseDrawCandidates } from "./score-sheets";
import { statementHash } from "./statements";
import type { LogPolicy } from "./tlog-proof";
import type { Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { eventsOfHash, type Proved } from "./verify-log";
import { mustBeSignedBy, paperAt } from "./verify-papers";

/** What a draw gave: a value, or an order of candidates. */
export type DrawnValue = {
  readonly kind: string;
  readonly value: string | null;
  /** Ids in the order drawn; null where the list is not disclosed. */
  readonly order: readonly string[] | null;
  readonly count: number;
};

/** Check 10: every draw whose specification is disclosed, recomputed from what is in the archive. */
export async function verifyDraws(
  book: Book,
  archive: Archive,
  events: readonly Proved[],
  keys: LogPolicy | null,
): Promise<readonly DrawnValue[]> {
  const at = (name: RegExp) => archive.names.filter((one) => name.test(one)).map((one) => archive.read(one)!);
  const specs = at(/^draws\/\d+-draw-spec\.json$/);
  if (specs.length === 0) {
    book.note("none", 10, "draws", "没有抽取", "no draws");
    return [];
  }
  const papers = {
    commits: at(/^draws\/\d+-draw-commit\.json$/),
    reveals: at(/^draws\/\d+-draw-reveal\.json$/),
    results: at(/^draws\/\d+-draw-result\.json$/),
  };
  const drawn: DrawnValue[] = [];
  for (const spec of specs) {
    const id = bytesToHex(hash(spec));
    const short = id.slice(0, 16);
    // An expert draw that was begun and left is followed by another under a specification of its own.
    if (!papers.results.some((bytes) => parseDrawResult(bytes).spec === id)) {
      book.note("none", 10, `draw:${short}`, `抽取 ${short} 未完成`, `draw ${short} was begun and has no result`);
      continue;
    }
    const found = await book.check(
      10,
      `draw:${short}`,
      `抽取 ${short} 可复算`,
      `draw ${short} comes out the same`,
      () => {
        const note = archive.read(`draws/checkpoint-${short}.txt`);
        return drawAgain(spec, id, papers, events, {
          note,
          keys,
          list: archive.read(`draws/candidates-${short}.json`),
        });
      },
    );
    if (found) drawn.push(found);
  }
  return drawn;
}

type Papers = Readonly<Record<"commits" | "reveals" | "results", readonly Uint8Array[]>>;
type Beside = {
  readonly note: Uint8Array | null;
  readonly keys: LogPolicy | null;
  readonly list: Uint8Array | null;
};

function drawAgain(
  spec: Uint8Array,
  id: string,
  papers: Papers,
  events: readonly Proved[],
  { note, keys, list }: Beside,
): DrawnValue {
  const own = <T extends { readonly spec: string }>(all: readonly Uint8Array[], parse: (bytes: Uint8Array) => T) =>
    all.filter((bytes) => parse(bytes).spec === id);
  const [result, ...more] = own(papers.results, parseDrawResult);
  if (!result || more.length > 0) return reject("draw", "a draw has one result");
  const commits = own(papers.commits, parseDrawCommit);
  const reveals = own(papers.reveals, parseDrawReveal);
  const { beacon, checkpoint } = parseDrawResult(result);
  const made = performDraw({
    spec,
    commits,
    reveals,
    checkpointRoot: fromHex(checkpoint),
    beacon: beacon === null ? null : fromBase64url(beacon, 32),
  });
  if (!sameBytes(made.result, result)) reject("draw", "the published result differs");
  const committed = commits.map((bytes) => placeOf(events, bytes)).filter(isPlace);
  const shown = reveals.map((bytes) => placeOf(events, bytes)).filter(isPlace);
  if (Math.max(...committed) > Math.min(...shown)) reject("order", "a value was revealed before all had committed");
  // Without the note the root is the platform's word: somebody who knew all values could have tried several.
  if (!note || !keys) return lacks("the checkpoint whose root went into the seed");
  const size = checkpointOf(note, checkpoint, keys);
  if (committed.some((place) => BigInt(place) >= size)) reject("order", "the checkpoint is older than a commitment");
  const { candidates, kind, count, mode } = made.spec;
  const ids = candidates ?? disclosed(made.spec, id, list);
  return {
    kind,
    count,
    value: mode === "value" ? (ids?.[made.order[0]!] ?? null) : null,
    order: mode === "order" && ids ? made.order.map((place) => ids[place]!) : null,
  };
}

/** Size of the cosigned checkpoint with this root. @throws reasons `note`, `draw` */
function checkpointOf(bytes: Uint8Array, root: string, keys: LogPolicy): bigint {
  const note = parseNote(new TextDecoder().decode(bytes));
  const head = parseCheckpoint(note.text);
  if (head.origin !== keys.log.name || !verifyNote(note, keys.log)) reject("note", "the log's signature");
  const cosigned = keys.witnesses.filter((key) => verifyCosignature(note, key) !== null).length;
  if (cosigned < keys.quorum) reject("note", `${cosigned} of ${keys.quorum} cosignatures`);
  if (bytesToHex(head.root) !== root) reject("draw", "the root is of another checkpoint");
  return head.size;
}

/** The list behind a blinded root, where the archive may show it. */
function disclosed(spec: DrawSpec, id: string, list: Uint8Array | null): readonly string[] | null {
  if (!list) return null;
  const { blind, candidates, spec: of } = parseDrawCandidates(list);
  if (of !== id || candidates.length !== spec.candidates_n) reject("draw", "a list for another draw");
  if (bytesToHex(blindedRoot(fromHex(blind), candidates)) !== spec.candidates_root)
    reject("draw", "the list is not the one that was drawn from");
  return candidates;
}

/**
 * Check 10 of a full archive: the experts on the committee were drawn, each asked in the order drawn. Who declined or was
 * kept out stands in the list too, so that nobody can be passed over in silence.
 */
export async function verifyCommittee(book: Book, setting: Setting, drawn: readonly DrawnValue[]): Promise<void> {
  const { archive, trust, platform, at } = setting;
  if (!archive.read("evaluation/committee.json"))
    return book.note("none", 10, "committee", "没有评标委员会", "there is no committee");
  await book.check(
    10,
    "committee",
    "评标专家按抽取顺序逐一产生",
    "the experts of the committee come from the draw, in its order",
    async () => {
      const paper = paperAt(archive, "evaluation/committee");
      await mustBeSignedBy(paper, platform, trust, at);
      const orders = drawn.filter(({ kind }) => kind === "expert");
      const asked = parseCommittee(paper.bytes).members.filter(({ kind }) => kind === "expert");
      for (const { candidate, number } of asked)
        if (!orders.some(({ order }) => order?.includes(candidate ?? "")))
          reject("draw", `the expert in seat ${number} was not drawn`);
      const ids = new Set(asked.map(({ candidate }) => candidate));
      for (const { order } of orders) {
        const last = (order ?? []).findLastIndex((id) => ids.has(id));
        const passed = (order ?? []).slice(0, last + 1).filter((id) => !ids.has(id));
        if (passed.length > 0) reject("draw", `${passed.length} drawn before others were never asked`);
      }
    },
  );
}

const placeOf = (events: readonly Proved[], bytes: Uint8Array): number | undefined =>
  eventsOfHash(events, statementHash(bytes))[0]?.index;
const isPlace = (place: number | undefined): place is number => place !== undefined;
