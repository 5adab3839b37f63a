import type { Actor } from "@/lib/domain/actor";
import { stageOf } from "@/lib/domain/lot";
import { noticesOfHost } from "@/lib/store/notices-of-host";
import { projectsOfHost, projectsToVerify } from "@/lib/store/projects";
import { openQuestionsOfHost } from "@/lib/store/questions";
import { type LotRow, type TenderWithLots, tendersOf } from "@/lib/store/tenders";
import { LAST_HOURS_MS } from "@/lib/domain/outage";
import { offeredExtension } from "@/lib/usecases/notice/offered-extension";
import { staleDocumentsOf } from "@/lib/store/documents";
import type { Task, TaskProvider } from "./task";

/** The operator checks an entry within a day; the product's own target. */
const CHECK_HOURS = 24;

/** Entries to check, drafts to finish, notices to review and sign, questions to answer, newer documents to fetch. */
export const tenderTasks: TaskProvider = async (actor, now) => {
  if (actor.role === "operator") return entriesToCheck(actor);
  if (!actor.partyId) return [];
  if (actor.role === "tenderee" || actor.role === "agency") return hostTasks(actor, actor.role, actor.partyId, now);
  return actor.role === "bidder" ? newerDocuments(actor.partyId) : [];
};

async function entriesToCheck(actor: Actor): Promise<readonly Task[]> {
  const others = (await projectsToVerify()).filter(({ createdById }) => createdById !== actor.personId);
  return others.map(({ id, name, code, createdAt }) => ({
    key: `project.check:${id}`,
    kind: "project.check",
    facts: { name, code },
    due: new Date(createdAt.getTime() + CHECK_HOURS * 3_600_000),
    link: `/work/projects/${id}`,
    rule: "R-20",
  }));
}

async function hostTasks(
  actor: Actor,
  role: "tenderee" | "agency",
  partyId: string,
  now: Date,
): Promise<readonly Task[]> {
  const [projects, tenders, notices, questions] = await Promise.all([
    projectsOfHost(partyId),
    tendersOf(role, partyId),
    noticesOfHost(role, partyId),
    openQuestionsOfHost(role, partyId),
  ]);
  const returned = projects
    .filter(({ state }) => state === "draft")
    .map(
      ({ id, name, returnReason }): Task => ({
        key: `project.correct:${id}`,
        kind: "project.correct",
        facts: { name, reason: returnReason ?? "" },
        due: null,
        link: `/work/projects/${id}`,
        rule: "R-20",
      }),
    );
  const waiting = projects
    .filter(({ state }) => state === "submitted")
    .map(
      ({ id, name, createdAt }): Task => ({
        key: `project.wait:${id}`,
        kind: "project.wait",
        facts: { name },
        due: new Date(createdAt.getTime() + CHECK_HOURS * 3_600_000),
        link: `/work/projects/${id}`,
        rule: "R-20",
        waits: "others",
      }),
    );
  const drafts = tenders.flatMap((tender) =>
    tender.lots
      .filter((lot) => stageOf(lot, now) === "preparation" && !notices.some(({ lotIds }) => lotIds.includes(lot.id)))
      .map(
        (lot): Task => ({
          key: `lot.prepare:${lot.id}`,
          kind: "lot.prepare",
          facts: { tender: tender.name, lot: lot.name },
          due: null,
          link: `/work/tenders/${tender.id}/lots/${lot.id}/documents`,
          rule: "R-48",
        }),
      ),
  );
  const asked = questions.map(
    ({ lotId, tenderId, lotName, tenderName, deadline }): Task => ({
      key: `question.answer:${lotId}`,
      kind: "question.answer",
      facts: { tender: tenderName, lot: lotName },
      due: deadline,
      link: `/work/tenders/${tenderId}/lots/${lotId}/questions`,
      rule: "R-57",
    }),
  );
  const extensions = await Promise.all(
    tenders.flatMap((tender) => tender.lots.map((lot) => extendTask(tender, lot, now))),
  );
  return [
    ...extensions.flat(),
    ...returned,
    ...waiting,
    ...drafts,
    ...notices.map((notice) => noticeTask(actor, notice)),
    ...asked,
  ];
}

/** The last hours before a deadline were partly lost: to be decided before it (protocol §5.5). */
async function extendTask(tender: TenderWithLots, lot: LotRow, now: Date): Promise<readonly Task[]> {
  if (!lot.deadline || lot.deadline.getTime() - now.getTime() > LAST_HOURS_MS) return [];
  const offer = await offeredExtension(lot, now);
  if (!offer) return [];
  const task: Task = {
    key: `lot.extend:${lot.id}`,
    kind: "lot.extend",
    facts: { tender: tender.name, lot: lot.name, minutes: Math.ceil(offer.lostMs / 60_000) },
    due: lot.deadline,
    link: `/work/tenders/${tender.id}/lots/${lot.id}`,
    rule: "R-84",
  };
  return [task];
}

/** Review is somebody else's than the author's; the signature is anybody's who may publish. */
function noticeTask(actor: Actor, notice: Awaited<ReturnType<typeof noticesOfHost>>[number]): Task {
  const link = `/work/tenders/${notice.tenderId}/notices/${notice.id}`;
  const facts = { title: notice.title };
  if (notice.state === "approved")
    return { key: `notice.sign:${notice.id}`, kind: "notice.sign", facts, due: null, link, rule: "R-38" };
  const own = notice.createdById === actor.personId;
  return {
    key: `notice.review:${notice.id}`,
    kind: own ? "notice.wait" : "notice.review",
    facts,
    due: null,
    link,
    rule: "R-38",
    ...(own ? { waits: "others" as const } : {}),
  };
}

async function newerDocuments(partyId: string): Promise<readonly Task[]> {
  const stale = await staleDocumentsOf(partyId);
  return stale.map(({ lotId, tenderId, lotName, version, deadline }) => ({
    key: `documents.newer:${lotId}`,
    kind: "documents.newer",
    facts: { lot: lotName, version },
    due: deadline,
    link: `/work/tenders/${tenderId}/lots/${lotId}/documents`,
    rule: "R-61",
  }));
}
