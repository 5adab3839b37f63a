import type { Rule } from "./rule";
import { AWARD } from "./rules/award";
import { BID } from "./rules/bid";
import { BOND } from "./rules/bond";
import { DOCUMENTS } from "./rules/documents";
import { EVALUATION } from "./rules/evaluation";
import { NOTICE } from "./rules/notice";
import { OBJECTION } from "./rules/objection";
import { OPENING } from "./rules/opening";
import { PLATFORM } from "./rules/platform";
import { PREQUALIFICATION } from "./rules/prequalification";
import { REGISTRATION } from "./rules/registration";
import { SCOPE } from "./rules/scope";
import { SUPERVISION } from "./rules/supervision";

/** The catalogue, section by section in the order of a tender's life: what `/help/rules` shows. */
export const RULE_SECTIONS = {
  scope: SCOPE,
  platform: PLATFORM,
  registration: REGISTRATION,
  notice: NOTICE,
  documents: DOCUMENTS,
  prequalification: PREQUALIFICATION,
  bid: BID,
  bond: BOND,
  opening: OPENING,
  evaluation: EVALUATION,
  objection: OBJECTION,
  award: AWARD,
  supervision: SUPERVISION,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Rule>>>>;
export type RuleSection = keyof typeof RULE_SECTIONS;

/** Every rule the platform enforces, warns on, records or shows. Numbers stand here and nowhere else. */
export const RULES = {
  ...SCOPE,
  ...PLATFORM,
  ...REGISTRATION,
  ...NOTICE,
  ...DOCUMENTS,
  ...PREQUALIFICATION,
  ...BID,
  ...BOND,
  ...OPENING,
  ...EVALUATION,
  ...OBJECTION,
  ...AWARD,
  ...SUPERVISION,
} as const;
export type RuleId = keyof typeof RULES;

export const RULE_IDS = (Object.keys(RULES) as RuleId[]).sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));

type WithParams = { [Id in RuleId]: (typeof RULES)[Id] extends { readonly params: object } ? Id : never }[RuleId];
type ParamOf<Id extends WithParams> = keyof (typeof RULES)[Id]["params"] & string;

/** A state of the law. A tender keeps the version it was published under (architecture 2.6). */
export type RuleSet = {
  readonly version: string;
  /** Beijing date from which tenders are published under it. */
  readonly effectiveFrom: string;
  /** Numbers that differed then from those of the catalogue, `R-47.days` → 20. */
  readonly overrides: Readonly<Record<string, number>>;
};

/** Oldest first. The first one carries the law as last changed on 2026-02-06. */
export const RULE_SETS: readonly RuleSet[] = [{ version: "2026-11", effectiveFrom: "2026-02-06", overrides: {} }];

/** The rule set under which something published on this Beijing date stands. @throws {RangeError} before the first */
export function ruleSetOn(date: string): RuleSet {
  const found = RULE_SETS.findLast(({ effectiveFrom }) => effectiveFrom <= date);
  if (!found) throw new RangeError(`no rule set on ${date}`);
  return found;
}

/** The rule set a tender names. @throws {RangeError} if there is none of that version */
export function ruleSet(version: string): RuleSet {
  const found = RULE_SETS.find((set) => set.version === version);
  if (!found) throw new RangeError(`no rule set ${version}`);
  return found;
}

/** A number of a rule: `param("R-47", "days")`. @param set the rule set of the tender; the newest by default */
export function param<Id extends WithParams>(
  id: Id,
  name: ParamOf<Id>,
  set: RuleSet | undefined = RULE_SETS.at(-1),
): number {
  const params = RULES[id].params as Readonly<Record<string, number>>;
  const value = set?.overrides[`${id}.${name}`] ?? params[name];
  if (value === undefined) throw new RangeError(`${id} has no ${name}`);
  return value;
}

export const isRuleId = (text: string): text is RuleId => Object.hasOwn(RULES, text);

/** The rule, without its literal types: for pages. */
export const ruleOf = (id: RuleId): Rule => RULES[id];

/** In which section of the catalogue a rule stands. */
export function sectionOf(id: RuleId): RuleSection {
  const found = (Object.keys(RULE_SECTIONS) as RuleSection[]).find((section) =>
    Object.hasOwn(RULE_SECTIONS[section], id),
  );
  if (!found) throw new RangeError(`no rule ${id}`);
  return found;
}
