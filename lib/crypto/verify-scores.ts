import * as exact from "@/lib/kernel/rational";
import { concat } from "./bytes";
import { canonicalText, type Json, parseCanonical } from "./canonical";
import type { OpeningRecord } from "./opening-statements";
import { reject } from "./reasons";
import { parseReport, type ReportStatement } from "./report-statement";
import { parseScoreSheets, type ScoreSheets } from "./score-sheets";
import { statementHash } from "./statements";
import type { Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { verifyCorrections } from "./verify-corrections";
import type { DrawnValue } from "./verify-draws";
import { mustBeSignedBy, paperAt } from "./verify-papers";

type Correction = NonNullable<ScoreSheets["result"]["corrections"]>[number];

/** The product's own scoring, handed in by the program: this library knows the archive, not the rules of evaluation. */
export type Rescore = (sheets: {
  readonly method: ScoreSheets["method"];
  readonly drawn: Readonly<Record<string, string>>;
  readonly bids: readonly { readonly id: string; readonly price: string }[];
  readonly benchmarkOf: readonly { readonly id: string; readonly price: string }[];
  readonly marks: readonly { member: number; bid: string; criterion: string; value: string }[];
  readonly ties: ScoreSheets["result"]["ties"];
  readonly corrections: readonly { readonly price: string; readonly fault: Correction["fault"] }[];
}) => {
  readonly deltas: readonly (string | null)[];
  readonly benchmark: string | null;
  readonly lines: readonly (Omit<ScoreSheets["result"]["lines"][number], "bid"> & { readonly id: string })[];
};

/** Check 11: marks, price scores, totals, ranking and candidates computed again from the members' sheets. */
export async function verifyScores(
  book: Book,
  setting: Setting,
  record: OpeningRecord | null,
  drawn: readonly DrawnValue[],
  rescore: Rescore | undefined,
): Promise<void> {
  const { archive, events } = setting;
  const bases = archive.names.flatMap((name) => /^(evaluation\/\d+-score-sheets)\.json$/.exec(name)?.[1] ?? []).sort();
  const reports = archive.names.flatMap((name) => /^(evaluation\/\d+-evaluation-report)\.json$/.exec(name)?.[1] ?? []);
  for (const base of bases)
    await book.check(
      11,
      `scores:${base.slice(11, 15)}`,
      "评分、基准价、报价得分、总分与排名按签名评分表复算一致，候选人由此得出",
      "marks, benchmark, price scores, totals and ranking come out of the sheets, and the candidates follow",
      async () => {
        const paper = paperAt(archive, base);
        await mustBeSignedBy(paper, setting.platform, setting.trust, setting.at);
        const hash = statementHash(paper.bytes);
        const own = events.filter(({ event: { kind } }) => kind === "score-sheets");
        if (own.length > 0 && !own.some(({ event }) => event.hash === hash))
          reject("scores", "not the sheets that were logged");
        if (own.length === 0) lacks("the log event of the score sheets");
        const sheets = parseScoreSheets(paper.bytes);
        const report = await reportOf(setting, reports, hash);
        await checkMethod(setting, sheets);
        checkMarks(sheets);
        const read = pricesRead(record ?? lacks("opening record"));
        await verifyCorrections(setting, sheets, record ?? lacks("opening record"));
        checkInputs(sheets, read, drawn);
        checkReport(sheets, report);
        checkResult(sheets, read, rescore ?? lacks("this program cannot score"));
      },
    );
  if (bases.length > 0) return;
  // A report without sheets is one where nothing was marked, since every bid was rejected.
  const unmarked = reports
    .map((base) => parseReport(archive.read(`${base}.json`)!))
    .filter((one) => one.sheets === null);
  const awarded = archive.names.some((name) => /^award\/(win|lose)/.test(name));
  const evaluated = awarded || events.some(({ event: { kind } }) => kind === "evaluation-report");
  if (evaluated && unmarked.length === 0)
    book.note("missing", 11, "scores", "缺少签名评分表，评分未复算", "no score sheets: scores were not recomputed");
  else book.note("none", 11, "scores", "没有评分", "nothing was scored");
}

/** The platform's statement of the report that names these sheets; the members' signatures are in its PDF. */
async function reportOf(setting: Setting, reports: readonly string[], sheets: string): Promise<ReportStatement> {
  for (const base of reports) {
    const paper = paperAt(setting.archive, base);
    const report = parseReport(paper.bytes);
    if (report.sheets !== sheets) continue;
    await mustBeSignedBy(paper, setting.platform, setting.trust, setting.at);
    return report;
  }
  return lacks("the report of these score sheets");
}

/** The tender documents as data, one file of each document set; hashed with the set, so that a method stands as it was issued. */
const TERMS_FILE = "招标文件.json";
const TERMS_BYTES = 64 * 1024 * 1024;

/** The method is that of one of the document sets issued. @throws where no set is in the archive */
async function checkMethod({ archive }: Setting, { method }: ScoreSheets): Promise<void> {
  const names = archive.names.filter(
    (name) => /^tender\/documents-\d+\//.test(name) && name.endsWith(`/${TERMS_FILE}`),
  );
  if (names.length === 0) lacks(`tender/documents-*/${TERMS_FILE}`);
  for (const name of names) {
    const large = archive.large(name)!;
    if (large.len > TERMS_BYTES) reject("archive", `${name} is too large`);
    const pieces: Uint8Array[] = [];
    for await (const piece of large.pieces()) pieces.push(piece);
    if (isMethodOf(parseCanonical(concat(...pieces)), method)) return;
  }
  reject("scores", "the method is of none of the documents issued");
}

type Documents = { readonly terms?: { readonly method?: Record<string, Json>; readonly price?: { ceiling?: Json } } };

function isMethodOf(documents: unknown, method: ScoreSheets["method"]): boolean {
  const { terms } = documents as Documents;
  const stated = terms?.method;
  if (!stated || !Array.isArray(stated.criteria)) return false;
  const criteria = stated.criteria.map((one) => {
    const { group, id, kind, max, name, parent, step } = one as Record<string, Json>;
    return { group, id, kind, max, name, parent, step };
  });
  const { aggregation, kind, places, price } = stated;
  const issued = { aggregation, ceiling: terms.price?.ceiling ?? null, criteria, kind, places, price };
  return canonicalText(issued as Json) === canonicalText(method as unknown as Json);
}

/** Every member marked every bid on every criterion, within bounds and on its steps. */
function checkMarks({ method, result, sheets }: ScoreSheets): void {
  const parents = new Set(method.criteria.map(({ parent }) => parent));
  const marked = method.criteria.filter(
    ({ id, kind }) => !parents.has(id) && (kind === "objective" || kind === "subjective"),
  );
  for (const { member, marks } of sheets) {
    if (marks.length !== marked.length * result.lines.length) reject("scores", `member ${member}: number of marks`);
    for (const { bid, criterion: name, value } of marks) {
      const criterion = marked.find(({ id }) => id === name) ?? reject("scores", `no criterion ${name}`);
      if (!result.lines.some((line) => line.bid === bid)) reject("scores", `marks for ${bid}, which has no line`);
      const [mark, max, step] = [exact.decimal(value), exact.decimal(criterion.max), exact.decimal(criterion.step)];
      if (exact.compare(mark, max) > 0) reject("scores", `member ${member}, ${name}: above ${criterion.max}`);
      if (step.n !== 0n && exact.divide(mark, step).d !== 1n && exact.compare(mark, max) !== 0)
        reject("scores", `member ${member}, ${name}: off its steps`);
    }
  }
}

const pricesRead = ({ bids }: OpeningRecord): ReadonlyMap<string, string> =>
  new Map(bids.flatMap(({ bid, form }) => (form ? [[bid, form.price as string] as const] : [])));

/** The bids are the opened ones that were not rejected, at the prices read out as corrected; what was drawn is what the draws gave. */
function checkInputs({ result }: ScoreSheets, prices: ReadonlyMap<string, string>, drawn: readonly DrawnValue[]): void {
  const wanted = [...prices.keys()].filter((bid) => !result.rejected.includes(bid)).sort();
  const scored = result.lines.map(({ bid }) => bid).sort();
  if (wanted.join() !== scored.join()) reject("scores", "not the opened bids that were not rejected");
  for (const { bid, price } of [...result.lines, ...result.prices])
    if (corrected(bid, prices.get(bid), result.corrections ?? []) !== price)
      reject("scores", `price of ${bid} is not the one read out, with its corrections`);
  for (const [name, value] of Object.entries(result.drawn))
    if (!drawn.some((one) => one.kind === name && one.value === value)) reject("scores", `${name} was not drawn`);
}

const corrected = (bid: string, read: string | undefined, corrections: readonly Correction[]): string | undefined => {
  const own = corrections.filter((one) => one.bid === bid);
  if (read === undefined || own.length === 0) return read;
  return exact.fixed(exact.sum([read, ...own.map(({ delta }) => delta)].map(exact.decimal)), 2);
};

/** The same marks stand in the report that the members signed. */
function checkReport(sheets: ScoreSheets, { content, pdf }: ReportStatement): void {
  if (pdf !== sheets.report) reject("scores", "another report");
  const { lines } = sheets.result;
  const ranked = content.ranking.rows.map(({ digest, total }) => `${digest} ${total}`);
  if (ranked.join() !== lines.map(({ bid, total }) => `${bid} ${total}`).join())
    reject("scores", "the report's ranking");
  if (content.candidates.length !== sheets.candidates.length) reject("scores", "the report's candidates");
  const { scores } = content.comparison;
  if (!scores) return;
  const parents = new Set(sheets.method.criteria.map(({ parent }) => parent));
  const marked = sheets.method.criteria.filter(
    ({ id, kind }) => !parents.has(id) && (kind === "objective" || kind === "subjective"),
  );
  for (const [at, { bid }] of lines.entries())
    for (const [row, { id }] of marked.entries()) {
      const shown = scores.bidders[at]?.rows[row]?.scores ?? [];
      const given = sheets.sheets.map(
        ({ marks }) => marks.find((one) => one.bid === bid && one.criterion === id)?.value,
      );
      if (!same(shown, given)) reject("scores", `marks of ${bid} on ${id} differ from the report`);
    }
}

const same = (shown: readonly string[], given: readonly (string | undefined)[]): boolean =>
  shown.length === given.length &&
  shown.every((text, at) => {
    const value = given[at];
    return (
      value !== undefined && exact.isDecimal(text) && exact.compare(exact.decimal(text), exact.decimal(value)) === 0
    );
  });

function checkResult(
  { candidates, method, result, sheets }: ScoreSheets,
  read: ReadonlyMap<string, string>,
  rescore: Rescore,
): void {
  const corrections = result.corrections ?? [];
  const made = rescore({
    method,
    drawn: Object.fromEntries(Object.entries(result.drawn).flatMap(([name, value]) => (value ? [[name, value]] : []))),
    bids: result.lines.map(({ bid, price }) => ({ id: bid, price })),
    benchmarkOf: result.prices.map(({ bid, price }) => ({ id: bid, price })),
    marks: sheets.flatMap(({ member, marks }) => marks.map((mark) => ({ member, ...mark }))),
    ties: result.ties,
    corrections: corrections.map(({ bid, fault }) => ({ price: read.get(bid) ?? "0.00", fault })),
  });
  for (const [at, { bid, delta }] of corrections.entries())
    if (made.deltas[at] !== delta) reject("scores", `correction of ${bid}: ${made.deltas[at]}, stated ${delta}`);
  if (made.benchmark !== result.benchmark) reject("scores", `benchmark ${made.benchmark}, stated ${result.benchmark}`);
  const lines = made.lines.map(({ id, ...line }) => ({ ...line, bid: id }));
  for (const line of lines) {
    const stated = result.lines.find(({ bid }) => bid === line.bid);
    if (!stated || canonicalText(stated as unknown as Json) !== canonicalText(line as unknown as Json))
      reject("scores", `${line.bid}: total ${line.total}, rank ${line.rank}; stated ${stated?.total}, ${stated?.rank}`);
  }
  if (lines.map(({ bid }) => bid).join() !== result.lines.map(({ bid }) => bid).join())
    reject("scores", "order of ranks");
  const best = result.lines.slice(0, candidates.length).map(({ bid }) => bid);
  if (candidates.length > 3 || best.join() !== candidates.join())
    reject("scores", "candidates are not the best ranked");
}
