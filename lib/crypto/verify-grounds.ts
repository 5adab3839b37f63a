import { z } from "zod";
import type { Archive } from "./archive";
import { readClock } from "./clock-statement";
import { reject } from "./reasons";
import { hex64 } from "./shape";
import { statementHash } from "./statements";
import type { LogPolicy } from "./tlog-proof";
import { readUnreachable } from "./unreachable";
import { type Book, lacks } from "./verify-book";
import { eventsOfHash, type Proved } from "./verify-log";
import type { TenderPapers } from "./verify-tender";

/** In `x` of a tender record: what was signed of the outages for which its deadline was moved. */
const named = z.looseObject({ extended_for: z.array(hex64).min(1).optional() }).optional();

/** One statement on an outage that stands in the archive. */
type Ground = { readonly hash: string; readonly from: Date; readonly resumes: boolean };

/**
 * Check 5: the archive holds what the signed tender records name as ground of an extension (protocol §5.5), nothing else of
 * the kind, and each was logged before the record that names it and began before the deadline that it moved.
 */
export async function verifyGrounds(
  book: Book,
  archive: Archive,
  { records }: TenderPapers,
  events: readonly Proved[],
  { witnesses }: LogPolicy,
): Promise<void> {
  const files = archive.names.filter((name) => /^tender\/(clocks|outages)\//.test(name));
  const parsed = records.map(({ record: { x } }) => named.safeParse(x));
  const isReadable = parsed.every(({ success }) => success);
  const naming = parsed.map(({ data }) => data?.extended_for ?? []);
  if (isReadable && naming.flat().length === 0) {
    // Records of before this member was there: what lies beside them proves itself and names nothing.
    if (files.length > 0)
      book.note("none", 5, "grounds", "招标记录未列顺延依据", "no tender record names the ground of an extension");
    return;
  }
  await book.check(
    5,
    "grounds",
    "顺延截止时间的依据就是招标记录所列的那些，并且在先",
    "what a deadline was extended for is what the tender records name, and came before",
    async () => {
      if (!isReadable) reject("shape", "extended_for of a tender record");
      const statements = files.filter((name) => /\/[0-9a-f]{16}\.(json|txt)$/.test(name));
      const grounds = await Promise.all(statements.map((name) => groundAt(archive, name, witnesses)));
      for (const [at, hashes] of naming.entries())
        for (const hash of hashes) {
          const ground = grounds.find((one) => one.hash === hash) ?? lacks(`ground ${hash.slice(0, 16)}`);
          mustComeBefore(ground, at, records, events);
        }
      const known = grounds.filter(({ hash }) => naming.flat().includes(hash));
      const belongs = (one: Ground) =>
        known.includes(one) || (one.resumes && known.some(({ from }) => from.getTime() < one.from.getTime()));
      const allowed = new Set(grounds.filter(belongs).map(({ hash }) => hash.slice(0, 16)));
      for (const name of files)
        if (!allowed.has(/\/([0-9a-f]{16})\.(json|p7s|tst|txt)$/.exec(name)?.[1] ?? ""))
          reject("archive", `${name}: no tender record names it`);
    },
  );
}

async function groundAt(archive: Archive, name: string, witnesses: LogPolicy["witnesses"]): Promise<Ground> {
  const bytes = archive.read(name)!;
  if (name.endsWith(".txt")) {
    const { hash, from } = await readUnreachable(new TextDecoder().decode(bytes), witnesses);
    return { hash, from, resumes: false };
  }
  const { at, state } = readClock(bytes);
  return { hash: statementHash(bytes), from: new Date(at), resumes: state === "resumed" };
}

/** Otherwise one made up afterwards, or long before, would do. @throws reason `order` */
function mustComeBefore(
  { hash, from }: Ground,
  at: number,
  records: TenderPapers["records"],
  events: readonly Proved[],
): void {
  const [event] = eventsOfHash(events, hash);
  if (event && event.index > records[at]!.index) reject("order", `ground ${hash.slice(0, 16)} was logged afterwards`);
  const moved = records[at - 1] ?? reject("order", "the first record moves no deadline");
  if (from.getTime() >= new Date(moved.record.deadline).getTime())
    reject("order", `ground ${hash.slice(0, 16)} is of a time after the deadline`);
}
