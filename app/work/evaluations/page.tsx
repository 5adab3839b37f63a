import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { currentActor } from "@/lib/web/session";
import { HostLots } from "./host-lots";
import { MemberTasks } from "./member-tasks";

export async function generateMetadata(): Promise<Metadata> {
  const [actor, t] = await Promise.all([currentActor(), getTranslations("committee.list")]);
  return { title: t(actor.role === "evaluator" ? "tasks" : "title") };
}

/** For the host its lots and how far their evaluation is, for a member of committees its own tasks. */
export default async function EvaluationsPage() {
  const actor = await currentActor();
  return actor.role === "evaluator" ? <MemberTasks actor={actor} /> : <HostLots actor={actor} />;
}
