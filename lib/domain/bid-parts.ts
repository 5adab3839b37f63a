import type { MarkPhase } from "./marking";
import type { CriterionTerms } from "./method-terms";

/** What a file of a bid is for, told by the role and the words the documents gave its place. */
export type BidPart = "letter" | "technical" | "business" | "price" | "other";

/** One file of a bid, as far as it matters here. */
export type PartFile = {
  /** Role from the documents' list of attachments. */
  readonly role: string;
  /** The documents' own word for it; where they have none, whatever else it is called. */
  readonly part: string;
};

/** Roles are ours or made up by an editor (`file1`), so that the word decides where the role says nothing. */
const BY_ROLE: readonly (readonly [RegExp, BidPart])[] = [
  [/^letter/, "letter"],
  [/^(price|boq)/, "price"],
  [/^(technical|plan|scheme)/, "technical"],
  [/^(business|qualification|credit|experience)/, "business"],
];
const BY_WORD: readonly (readonly [RegExp, BidPart])[] = [
  [/投标函|授权|身份证明|承诺书|声明|联合体协议|保函|保证金/, "letter"],
  [/报价|标价|价格|投标总价/, "price"],
  [/商务|资信|业绩|资格|信誉|财务|执照|许可/, "business"],
  [/技术|方案|施工组织|组织设计|实施|进度|质量|服务计划|图纸/, "technical"],
  [/清单/, "price"],
];

/** What a file is for. */
export function partOf({ role, part }: PartFile): BidPart {
  const [, byRole] = BY_ROLE.find(([known]) => known.test(role)) ?? [];
  const [, byWord] = BY_WORD.find(([word]) => word.test(part)) ?? [];
  return byRole ?? byWord ?? "other";
}

/** Where to look first for what is judged, and where last. */
const ORDER = {
  technical: ["technical", "other", "business", "letter", "price"],
  business: ["business", "other", "letter", "technical", "price"],
  form: ["letter", "other", "business", "technical", "price"],
  qualification: ["business", "other", "letter", "technical", "price"],
  responsiveness: ["letter", "technical", "other", "business", "price"],
  price: ["price", "letter", "other", "business", "technical"],
} as const satisfies Record<string, readonly BidPart[]>;
export type Judged = keyof typeof ORDER;

/** Whether a text of the documents speaks of this file: by its word, or as the file's word speaks of what is judged. */
const speaksOf = (text: string, name: string, { part }: PartFile): boolean =>
  part.length >= 2 && (text.includes(part) || (name.length >= 2 && part.includes(name)));

/**
 * The file of a bid that something is judged by: the one its words name, else the first of the part it belongs to. While
 * technical criteria are marked neither the letter nor a price is opened for a word that happens to stand in them.
 *
 * @returns undefined only where there are no files
 */
export function fileFor<F extends PartFile>(
  { name, text, judged }: { readonly name: string; readonly text: string; readonly judged: Judged },
  files: readonly F[],
): F | undefined {
  const named = files.find(
    (file) =>
      speaksOf(`${name} ${text}`, name, file) &&
      !(judged === "technical" && ["letter", "price"].includes(partOf(file))),
  );
  const order: readonly BidPart[] = ORDER[judged];
  return named ?? [...files].sort((a, b) => order.indexOf(partOf(a)) - order.indexOf(partOf(b)))[0];
}

/** A criterion as something to be judged by a file. */
export const judgedBy = (
  { name, basis, evidence }: Pick<CriterionTerms, "name" | "basis" | "evidence">,
  phase: MarkPhase,
) => ({ name, text: `${basis} ${evidence}`, judged: phase });

/**
 * The files of a bid that a member may open while the technical part is blind: the technical ones and those a technical
 * criterion names; where there are none of either, what is of no known part. Letter, powers, licences and prices carry
 * the bidder's name or its price (evaluation.md §6).
 */
export function blindFiles<F extends PartFile>(
  criteria: readonly Pick<CriterionTerms, "name" | "basis" | "evidence">[],
  files: readonly F[],
): readonly F[] {
  const shown = files.filter((file) => {
    const part = partOf(file);
    if (part === "technical") return true;
    if (part === "letter" || part === "price") return false;
    return criteria.some(({ name, basis, evidence }) => speaksOf(`${name} ${basis} ${evidence}`, name, file));
  });
  return shown.length > 0 ? shown : files.filter((file) => partOf(file) === "other");
}
