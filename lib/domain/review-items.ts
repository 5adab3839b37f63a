import { fen, groupedYuan } from "@/lib/kernel/money";
import type { RejectionGround } from "./evaluation";
import { leaves } from "./method-terms";
import type { CompleteTerms } from "./terms";

export type ReviewGroup = "form" | "qualification" | "responsiveness" | "price";

/** One thing the preliminary review looks at. Words: `review.item.<key>` with `text`, which the documents wrote. */
export type ReviewItem = {
  /** Stable within a version of the documents. */
  readonly id: string;
  readonly group: ReviewGroup;
  readonly key: string;
  readonly text: string;
  /** The ground a bid that fails it is usually rejected on. */
  readonly ground: RejectionGround;
};

/** What of a bid is judged: with two envelopes first what the first holds, and the price once it is open. */
export type ReviewPart = "whole" | "technical" | "price";

/** The items of one part. */
export const itemsOf = (terms: CompleteTerms, part: ReviewPart): readonly ReviewItem[] =>
  reviewItems(terms).filter(({ group }) => part === "whole" || (group === "price") === (part === "price"));

/**
 * What the preliminary review goes through, made of the frozen documents alone (R-113): nobody adds an item, and none of
 * the documents' own grounds is forgotten (R-118). Formal trifles are not among them (R-119).
 */
export function reviewItems(terms: CompleteTerms): readonly ReviewItem[] {
  const { qualification, technical, price, method, form, bond, schedule } = terms;
  const item = (id: string, group: ReviewGroup, key: string, ground: RejectionGround, text = ""): ReviewItem => ({
    id,
    group,
    key,
    text,
    ground,
  });
  const passFail = leaves(method).filter(({ kind }) => kind === "passFail");
  return [
    item("form.signed", "form", "signed", "unsigned"),
    ...form.attachments
      .filter(({ required }) => required)
      .map(({ role, label }) => item(`form.file.${role}`, "form", "attachment", "unresponsive", label)),
    item("form.single", "form", "single", "severalBids"),
    ...qualification.requirements.map(({ text }, at) =>
      item(`qualification.${at + 1}`, "qualification", "requirement", "unqualified", text),
    ),
    ...(qualification.consortium
      ? [item("qualification.consortium", "qualification", "consortium", "noAgreement")]
      : []),
    ...passFail.map(({ id, name, group, basis }) =>
      group === "qualification"
        ? item(`criterion.${id}`, "qualification", "criterion", "unqualified", basis ? `${name}：${basis}` : name)
        : item(`criterion.${id}`, "responsiveness", "criterion", "unresponsive", basis ? `${name}：${basis}` : name),
    ),
    item("responsiveness.duration", "responsiveness", "duration", "unresponsive"),
    item("responsiveness.quality", "responsiveness", "quality", "unresponsive", technical.quality),
    item("responsiveness.validity", "responsiveness", "validity", "unresponsive", String(schedule.validityDays)),
    ...(bond.required
      ? [item("responsiveness.bond", "responsiveness", "bond", "unresponsive", groupedYuan(fen(bond.amount)))]
      : []),
    item("responsiveness.conditions", "responsiveness", "conditions", "unresponsive"),
    ...method.rejectionGrounds.map((ground, at) =>
      item(`document.${at + 1}`, "responsiveness", "document", "document", ground),
    ),
    item("responsiveness.honest", "responsiveness", "honest", "fraud"),
    ...(price.ceiling
      ? [item("price.ceiling", "price", "ceiling", "aboveCeiling", groupedYuan(fen(price.ceiling)))]
      : []),
    item("price.arithmetic", "price", "arithmetic", "unresponsive"),
    item("price.cost", "price", "cost", "belowCost"),
  ];
}

export type Finding = {
  readonly memberId: string;
  readonly digest: string;
  readonly item: string;
  readonly pass: boolean;
};
export type Tally = { readonly pass: number; readonly fail: number };

/** Votes on one item of one bid: each member's finding is its vote. */
export const tallyOf = (findings: readonly Finding[], digest: string, item: string): Tally => {
  const own = findings.filter((finding) => finding.digest === digest && finding.item === item);
  const pass = own.filter((finding) => finding.pass).length;
  return { pass, fail: own.length - pass };
};

/** Items a bid failed by the majority of those who judged it; no majority, no failure. */
export const failedItems = (findings: readonly Finding[], digest: string): readonly string[] =>
  [...new Set(findings.filter((finding) => finding.digest === digest).map(({ item }) => item))].filter((item) => {
    const { pass, fail } = tallyOf(findings, digest, item);
    return fail > pass;
  });

/** What a member has not judged yet, of these bids and items. */
export const missingFindings = (
  own: readonly Pick<Finding, "digest" | "item">[],
  digests: readonly string[],
  items: readonly Pick<ReviewItem, "id">[],
): number => {
  const done = new Set(own.map(({ digest, item }) => `${digest} ${item}`));
  return digests.flatMap((digest) => items.filter(({ id }) => !done.has(`${digest} ${id}`))).length;
};
