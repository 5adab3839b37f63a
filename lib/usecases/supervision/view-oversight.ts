import { interferenceOf } from "@/lib/usecases/evaluation/report-interference";
import { z } from "zod";
import type { Actor } from "@/lib/domain/actor";
import { authorise } from "@/lib/policy/authorise";
import { maySee } from "@/lib/policy/table";
import { platformNow } from "@/lib/store/clock";
import { committeeOfLot, everyMember } from "@/lib/store/committees";
import { lotById, relationToLot } from "@/lib/store/lots";
import { openedBids } from "@/lib/store/openings";
import { holdingOrders, ordersOf } from "@/lib/store/supervision";
import { suspensionsOf } from "@/lib/store/suspensions";
import { lineOf } from "./view-supervision";

export const viewOversightInput = z.strictObject({ lotId: z.uuid() });

/** One lot as its supervisor sees it: where it stands, since when, what was ordered; counts only once they are public. */
export async function viewOversight(actor: Actor, { lotId }: z.infer<typeof viewOversightInput>) {
  authorise(actor, "supervision.view", "none");
  const lot = await lotById(lotId);
  const relation = await relationToLot(actor, lot);
  authorise(actor, "supervision.order", relation);
  const asOf = await platformNow();
  const line = lineOf(lot, asOf);
  const standing = { role: actor.role, relation, stage: line.stage };
  const [orders, suspensions, holding] = await Promise.all([
    ordersOf(lotId),
    suspensionsOf(lotId),
    holdingOrders(lotId),
  ]);
  const counted = lot.closedAt !== null && maySee("lot", "count", standing);
  return {
    ...line,
    asOf,
    count: counted ? (await openedBids(lotId)).length : null,
    times: TIMES.flatMap((name) => (lot[name] ? [{ name, at: lot[name] }] : [])),
    orders: orders.map(({ number, kind, basis, reason, at }) => ({ number, kind, basis, reason, at })),
    suspensions: suspensions.map(({ cause, reason, from, to }) => ({ cause, reason, from, to })),
    committee: maySee("committee", "size", standing) ? await committeeProgress(lotId) : null,
    interference: await interferenceOf(lotId),
    mayOrder: line.stage === "closed" ? null : holding.length > 0 ? ("resume" as const) : ("suspend" as const),
  };
}

export type OversightView = Awaited<ReturnType<typeof viewOversight>>;

/** How far a committee is, in numbers: its names are secret from its supervisor too until the result. */
async function committeeProgress(lotId: string) {
  const committee = await committeeOfLot(lotId);
  if (!committee) return null;
  const members = await everyMember(committee.id);
  const seated = members.filter(({ state }) => state === "accepted");
  return {
    state: committee.state,
    size: committee.size,
    experts: committee.expertCount,
    accepted: seated.length,
    checkedIn: seated.filter(({ checkedInAt }) => checkedInAt !== null).length,
    declared: seated.filter(({ declaredAt }) => declaredAt !== null).length,
    left: members.filter(({ state }) => state !== "accepted" && state !== "invited").length,
  };
}

const TIMES = [
  "publishedAt",
  "deadline",
  "closedAt",
  "frozenAt",
  "announcedAt",
  "openingEndedAt",
  "evaluationStartedAt",
  "reportSubmittedAt",
  "candidatesFrom",
  "winnerFixedAt",
  "noticeSentAt",
  "contractSignedAt",
  "failedAt",
  "terminatedAt",
] as const;
