import { beijingDate } from "@/lib/kernel/calendar";
import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";
import { param, type RuleSet } from "./rules";

export type ExpertState = "active" | "paused" | "removed";
export type ExpertEvent = "pause" | "resume" | "remove";
export type ExpertFacts = { readonly reason: string };

const withReason: Guard<ExpertFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

/** An expert of the pool. A paused one is not drawn, and stays in a committee it sits in already. */
export const EXPERT_LIFECYCLE: Lifecycle<ExpertState, ExpertEvent, ExpertFacts> = {
  pause: { from: ["active"], to: "paused", guards: [withReason], rules: ["R-108"] },
  resume: { from: ["paused"], to: "active", guards: [], rules: ["R-108"] },
  remove: { from: ["active", "paused"], to: "removed", guards: [withReason], rules: ["R-108", "R-109"] },
};

/** Titles that count as senior or equal. */
export const SENIOR_TITLES = ["正高级", "高级", "教授", "副教授", "研究员", "副研究员", "同等专业水平"] as const;

/** Why somebody may not be in the pool, or null: eight years in the field and a senior title or equal. */
export function qualificationFault(
  expert: { readonly since: Date; readonly title: string },
  now: Date,
  set?: RuleSet,
): Refusal | null {
  const from = beijingDate(expert.since);
  const years = param("R-108", "years", set);
  const complete = `${Number(from.slice(0, 4)) + years}${from.slice(4)}`;
  if (beijingDate(now) < complete) return new Refusal("NOT_READY", { missing: "experience" }, ["R-108"]);
  return SENIOR_TITLES.some((title) => expert.title.includes(title))
    ? null
    : new Refusal("NOT_READY", { missing: "title" }, ["R-108"]);
}
