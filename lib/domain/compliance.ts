import type { Category } from "./mandatory";
import { looksSplit } from "./mandatory";
import { totalHundredths } from "./method-terms";
import { fen, shareDown, yuan } from "@/lib/kernel/money";
import { param, type RuleId } from "./rules";
import { earliestDeadline, earliestDocumentsEnd, type LegalClock } from "./schedule";
import { type CompleteTerms, missingSections, type Section, type Terms } from "./terms";
import { restrictiveWords } from "./wording";

/** One line of the compliance check: `fail` blocks the publication, `warn` wants a reason that is kept (ux 7.4). */
export type Finding = {
  /** The same for the same finding: reasons are filed under it, words stand under it. */
  readonly key: string;
  readonly level: "fail" | "warn" | "pass";
  readonly rule: RuleId;
  readonly section: Section | "project";
  readonly facts: Readonly<Record<string, string>>;
};

/** What the check knows of a lot beside its terms. */
export type LotForCheck = {
  readonly statutory: boolean;
  readonly category: Category;
  readonly estimateFen: bigint;
  /** Estimates of all lots of the tender. */
  readonly estimatesFen: readonly bigint[];
  readonly entrusted: boolean;
  readonly mandate: boolean;
  readonly approval: boolean;
  /** Designated media known for the region. */
  readonly media: number;
};

/**
 * Judges the terms of a lot against the rules, at an instant of publication. The same function greys the button and
 * refuses the request.
 */
export function checkCompliance(
  lot: LotForCheck,
  terms: Terms,
  publishAt: Date,
  clock: LegalClock,
): readonly Finding[] {
  const line = (
    key: string,
    ok: boolean,
    rule: RuleId,
    section: Finding["section"],
    facts: Finding["facts"] = {},
    otherwise: "fail" | "warn" = "fail",
  ): Finding => ({ key, level: ok ? "pass" : otherwise, rule, section, facts });
  const missing = missingSections(terms).map((section) => line(`missing.${section}`, false, "R-48", section));
  return [
    line("approval", lot.approval, "R-04", "project"),
    line("mandate", !lot.entrusted || lot.mandate, "R-09", "project"),
    line("medium", !lot.statutory || lot.media > 0, "R-34", "project"),
    line("split", lot.statutory || !looksSplit(lot.category, lot.estimatesFen), "R-12", "project", {}, "warn"),
    ...missing,
    ...contentFindings(lot, terms, line),
    ...(terms.schedule ? scheduleFindings(lot, terms.schedule, publishAt, clock, line) : []),
    ...wordingFindings(terms, line),
  ];
}

type Line = (
  key: string,
  ok: boolean,
  rule: RuleId,
  section: Finding["section"],
  facts?: Finding["facts"],
  otherwise?: "fail" | "warn",
) => Finding;

function contentFindings(lot: LotForCheck, terms: Terms, line: Line): readonly Finding[] {
  const { price, method, bond, contact, contract, opening, technical } = terms;
  const found: Finding[] = [];
  if (price) {
    found.push(line("ceiling", price.ceiling !== null || price.ceilingMethod !== "", "R-51", "price"));
    found.push(line("fee", fen(price.documentFee) === 0n, "R-46", "price", { fee: price.documentFee }, "warn"));
    if (price.ceiling) {
      const over = fen(price.ceiling) <= lot.estimateFen;
      found.push(line("ceilingOverEstimate", over, "R-51", "price", { ceiling: price.ceiling }, "warn"));
    }
  }
  if (technical) found.push(line("provisional", !/暂估/.test(technical.requirements), "R-13", "technical", {}, "warn"));
  if (method) found.push(...methodFindings(method, terms, line));
  if (bond?.required) {
    const max = shareDown(lot.estimateFen, param("R-85", "shareBp"));
    found.push(line("bondAmount", fen(bond.amount) <= max, "R-85", "bond", { max: yuan(max), amount: bond.amount }));
    const lower =
      bond.forms.includes("guarantee") && bond.forms.includes("insurance") && bond.forms.includes("transfer");
    found.push(line("bondForms", lower, "R-92", "bond"));
  }
  if (contact) found.push(line("contact", contact.name !== "" && contact.phone !== "", "R-43", "contact"));
  if (contract)
    found.push(line("performanceBond", contract.performanceBondBp <= param("R-91", "shareBp"), "R-91", "contract"));
  if (opening) {
    const n = opening.trustees.length;
    const distinct = new Set(opening.trustees).size === n;
    found.push(
      line("trustees", distinct && opening.k >= 2 && n >= opening.k + 1, "R-96", "opening", {
        k: String(opening.k),
        n: String(n),
      }),
    );
  }
  return found;
}

function methodFindings(method: NonNullable<Terms["method"]>, terms: Terms, line: Line): readonly Finding[] {
  const found: Finding[] = [];
  if (method.kind === "comprehensiveScoring") {
    const sum = totalHundredths(method);
    found.push(line("weights", sum === 10_000, "R-48", "method", { sum: yuan(BigInt(sum)) }));
    const priced = method.criteria.filter(({ group }) => group === "price");
    const full = priced.length === 1 && method.price !== null && priced[0]?.max === method.price.full;
    found.push(line("priceCriterion", full, "R-48", "method"));
    if (method.price) found.push(line("formula", formulaIsWhole(method.price, terms), "R-48", "method"));
  }
  // A reference price may inform, never decide: neither as an award condition nor as a ground of rejection.
  const text = [...method.criteria.map(({ basis }) => basis), ...method.rejectionGrounds].join("\n");
  found.push(line("referenceInMethod", !/标底/.test(text), "R-52", "method"));
  return found;
}

function formulaIsWhole(price: NonNullable<NonNullable<Terms["method"]>["price"]>, terms: Terms): boolean {
  if (price.score !== "P1") return true;
  const needs = { B1: [], B2: [], B3: [price.rates], B4: [price.k1, price.k2, price.q1], B5: [], B6: [price.rates] };
  const lists: readonly (readonly string[])[] = needs[price.benchmark];
  const ceilingNeeded = price.benchmark === "B4" || price.benchmark === "B6";
  return (
    lists.every((list) => list.length > 0) &&
    (!ceilingNeeded || terms.price === undefined || terms.price.ceiling !== null)
  );
}

function scheduleFindings(
  lot: LotForCheck,
  schedule: CompleteTerms["schedule"],
  publishAt: Date,
  clock: LegalClock,
  line: Line,
): readonly Finding[] {
  const from = later(publishAt, new Date(schedule.documentsFrom));
  const to = new Date(schedule.documentsTo);
  const deadline = new Date(schedule.deadline);
  const until = new Date(schedule.questionsUntil);
  const level = lot.statutory ? "fail" : "warn";
  const available = earliestDocumentsEnd(from, clock);
  const bidding = earliestDeadline(from, clock);
  return [
    line("available", to >= available, "R-45", "schedule", { earliest: available.toISOString() }, level),
    line("bidding", deadline >= bidding, "R-47", "schedule", { earliest: bidding.toISOString() }, level),
    line("deadlineAhead", deadline > from && to <= deadline, "R-37", "schedule"),
    line("questions", until > from && until <= deadline, "R-57", "schedule"),
    line("validity", schedule.validityDays >= 1, "R-49", "schedule"),
  ];
}

const later = (a: Date, b: Date): Date => (a > b ? a : b);

/** Words that restrict or exclude and words for a floor price: hints for people, never a verdict. */
function wordingFindings(terms: Terms, line: Line): readonly Finding[] {
  const found = restrictiveWords(terms).map(({ section, word, rule }) =>
    line(`wording.${section}.${word}`, false, rule, section, { word }, "warn"),
  );
  const floor = /最低限价|最低投标限价|投标下限/.exec(JSON.stringify(terms));
  return [...found, line("floor", floor === null, "R-51", "price", { word: floor?.[0] ?? "" }, "warn")];
}

export const failures = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ level }) => level === "fail");
export const warnings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ level }) => level === "warn");

/** Warnings without a reason that is kept on file. */
export const unexplained = (
  findings: readonly Finding[],
  reasons: Readonly<Record<string, string>>,
): readonly Finding[] => warnings(findings).filter(({ key }) => !reasons[key]?.trim());
