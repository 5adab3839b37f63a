import type { Guard, Lifecycle } from "./lifecycle";
import { Refusal } from "./refusal";

export type ProjectState = "draft" | "submitted" | "verified" | "active" | "closed" | "cancelled";
export type ProjectEvent = "submit" | "return" | "verify" | "activate" | "close" | "cancel";

export type ProjectFacts = {
  /** Approval number, or a declared exemption. */
  readonly approval: string | null;
  readonly exemption: string | null;
  readonly createdById: string;
  readonly actorId: string;
  readonly useContract: boolean;
  readonly reason: string;
  /** Lots between bidding and contract; tenders not archived. */
  readonly openLots: number;
  readonly openTenders: number;
};

const approved: Guard<ProjectFacts> = ({ approval, exemption }, rules) =>
  approval?.trim() || exemption?.trim() ? null : new Refusal("NOT_READY", { missing: "approval" }, rules);
const fourEyes: Guard<ProjectFacts> = ({ createdById, actorId }, rules) =>
  createdById === actorId ? new Refusal("OWN_ENTRY", {}, rules) : null;
const withReason: Guard<ProjectFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);
const contracted: Guard<ProjectFacts> = ({ useContract }, rules) =>
  useContract ? null : new Refusal("NO_USE_CONTRACT", {}, rules);
const noOpenLot: Guard<ProjectFacts> = ({ openLots }, rules) =>
  openLots === 0 ? null : new Refusal("STATE_FORBIDS", { state: "active", event: "cancel" }, rules);
const allArchived: Guard<ProjectFacts> = ({ openTenders }, rules) =>
  openTenders === 0 ? null : new Refusal("STATE_FORBIDS", { state: "active", event: "close" }, rules);

export const PROJECT_LIFECYCLE: Lifecycle<ProjectState, ProjectEvent, ProjectFacts> = {
  submit: { from: ["draft"], to: "submitted", guards: [contracted, approved], rules: ["R-04", "R-23"] },
  return: { from: ["submitted"], to: "draft", guards: [withReason], rules: ["R-20"] },
  verify: { from: ["submitted"], to: "verified", guards: [fourEyes, approved], rules: ["R-04", "R-20"] },
  activate: { from: ["verified"], to: "active", guards: [], rules: ["R-14"] },
  close: { from: ["active"], to: "closed", guards: [allArchived], rules: ["R-147"] },
  cancel: {
    from: ["draft", "submitted", "verified", "active"],
    to: "cancelled",
    guards: [noOpenLot, withReason],
    rules: ["R-152"],
  },
};

export type TenderState = "draft" | "running" | "completed" | "terminated" | "archived";
export type TenderEvent = "announce" | "complete" | "terminate" | "archive";

export type TenderFacts = {
  readonly mode: Refusal | null;
  /** Entrusted organisation without the agency's mandate. */
  readonly mandateMissing: boolean;
  readonly supervisorMissing: boolean;
  readonly lots: number;
  readonly openLots: number;
  readonly reason: string;
};

const lawfulMode: Guard<TenderFacts> = ({ mode }) => mode;
const ready =
  (missing: string, test: (facts: TenderFacts) => boolean): Guard<TenderFacts> =>
  (facts, rules) =>
    test(facts) ? null : new Refusal("NOT_READY", { missing }, rules);
const withMandate = ready("mandate", ({ mandateMissing }) => !mandateMissing);
const withSupervisor = ready("supervisor", ({ supervisorMissing }) => !supervisorMissing);
const withLots = ready("lots", ({ lots }) => lots > 0);
const lotsClosed = ready("lots", ({ openLots }) => openLots === 0);
const terminationReason: Guard<TenderFacts> = ({ reason }, rules) =>
  reason.trim() ? null : new Refusal("REASON_NEEDED", {}, rules);

export const TENDER_LIFECYCLE: Lifecycle<TenderState, TenderEvent, TenderFacts> = {
  announce: {
    from: ["draft", "running"],
    to: "running",
    guards: [lawfulMode, withMandate, withSupervisor, withLots],
    rules: ["R-05", "R-06", "R-09"],
  },
  complete: { from: ["running"], to: "completed", guards: [lotsClosed], rules: ["R-147"] },
  terminate: { from: ["draft", "running"], to: "terminated", guards: [terminationReason], rules: ["R-152"] },
  archive: { from: ["completed", "terminated"], to: "archived", guards: [], rules: ["R-147"] },
};
