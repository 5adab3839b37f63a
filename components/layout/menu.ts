import type { Role } from "@/lib/domain/actor";

type Entry = { readonly key: string; readonly href: string };

const TASKS: Entry = { key: "todo", href: "/work" };
const MESSAGES: Entry = { key: "messages", href: "/work/messages" };
const OPENINGS: Entry = { key: "openings", href: "/work/openings" };
const EVALUATIONS: Entry = { key: "evaluations", href: "/work/evaluations" };

/** At most seven entries for each role (ux 2); everything else is reached from its object. */
export const MENU: { readonly [R in Role]: readonly Entry[] } = {
  tenderee: [
    TASKS,
    { key: "tenders", href: "/work/tenders" },
    OPENINGS,
    EVALUATIONS,
    { key: "awards", href: "/work/awards" },
    { key: "objections", href: "/work/objections" },
    MESSAGES,
  ],
  agency: [
    TASKS,
    { key: "mandates", href: "/work/tenders" },
    OPENINGS,
    EVALUATIONS,
    { key: "objections", href: "/work/objections" },
    MESSAGES,
    { key: "organisation", href: "/work/organisation" },
  ],
  bidder: [
    TASKS,
    { key: "find", href: "/notices" },
    { key: "bids", href: "/work/bids" },
    { key: "bonds", href: "/work/bonds" },
    { key: "complaints", href: "/work/objections" },
    MESSAGES,
    { key: "organisationAndCertificates", href: "/work/organisation" },
  ],
  evaluator: [
    TASKS,
    { key: "evaluationTasks", href: "/work/evaluations" },
    { key: "recusals", href: "/work/recusals" },
    { key: "profile", href: "/work/profile" },
    MESSAGES,
  ],
  supervisor: [
    { key: "overview", href: "/work/supervision" },
    { key: "projects", href: "/work/supervision/lots" },
    MESSAGES,
  ],
  operator: [
    TASKS,
    { key: "parties", href: "/work/operations/parties" },
    { key: "exchange", href: "/work/operations/exchange" },
    { key: "trust", href: "/work/operations/trust" },
    { key: "system", href: "/work/operations" },
    { key: "disclosure", href: "/disclosure" },
    MESSAGES,
  ],
  auditor: [TASKS, { key: "audit", href: "/work/audit" }, MESSAGES],
  // Trustees and witnesses are programs of other organisations with interfaces of their own; their people have no pages here.
  trustee: [TASKS, MESSAGES],
  witness: [TASKS, MESSAGES],
  public: [],
  system: [],
};
