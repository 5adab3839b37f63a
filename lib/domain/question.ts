import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

export type QuestionState = "asked" | "answered" | "rejected";
export type QuestionEvent = "answer" | "reject";

export type QuestionFacts = {
  readonly answer: string;
  /** Names and codes of whoever may not be revealed: the asker's organisation and people. */
  readonly secrets: readonly string[];
};

const withAnswer: Guard<QuestionFacts> = ({ answer }, rules) =>
  answer.trim() ? null : new Refusal("NOT_READY", { missing: "answer" }, rules);

/** The answer is public at once; it must not say who asked. */
const anonymous: Guard<QuestionFacts> = ({ answer, secrets }, rules) =>
  secrets.some((secret) => secret.length > 1 && answer.includes(secret))
    ? new Refusal("NOT_READY", { missing: "anonymity" }, rules)
    : null;

export const QUESTION_LIFECYCLE: Lifecycle<QuestionState, QuestionEvent, QuestionFacts> = {
  answer: { from: ["asked"], to: "answered", guards: [withAnswer, anonymous], rules: ["R-57"] },
  reject: { from: ["asked"], to: "rejected", guards: [withAnswer, anonymous], rules: ["R-57"] },
};

/** Why a question comes too late, or null. @param until see `questionsUntil`, or as the documents state, whichever they fixed */
export const questionFault = (at: Date, until: Date): Refusal<"TOO_LATE"> | null =>
  at < until ? null : new Refusal("TOO_LATE", { limit: until }, ["R-57"]);
