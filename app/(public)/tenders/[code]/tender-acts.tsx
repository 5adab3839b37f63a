import type { Version } from "@/components/public/document-versions";
import type { PublishedAct } from "@/components/public/tender-timeline";
import { Instant } from "@/components/ui/instant";
import type { PublicLot, PublicTenderView } from "@/lib/usecases/tender/view-public-tender";

type Words = {
  (key: string, values?: Record<string, string | number>): string;
  rich: (key: string, values: Record<string, () => React.ReactNode>) => React.ReactNode;
};

/** Every published act of a tender, the latest first. Only what was published: nothing of downloads or bids. */
export function actsOf(view: PublicTenderView, kind: (type: string) => string, t: Words): PublishedAct[] {
  const names = new Map(view.lots.map(({ lot }) => [lot.id, lot.name]));
  const where = (ids: readonly string[]) =>
    ids.length === view.lots.length && ids.length > 1 ? t("allLots") : ids.map((id) => names.get(id) ?? "").join("、");
  const notices = view.notices.map((notice) => ({
    id: notice.id,
    at: notice.publishedAt!,
    lot: where(notice.lots.map(({ lotId }) => lotId)),
    title: kind(notice.type),
    href: `/notices/${notice.id}`,
    note: notice.title,
  }));
  const others = view.lots.flatMap(({ lot, documents, questions, objections, stage }) => [
    ...documents.versions.map(({ version, issuedAt, deadline, affects, changes }) => ({
      id: `${lot.id}-${version}`,
      at: issuedAt,
      lot: lot.name,
      title: t("docsIssued", { version }),
      href: "#documents",
      note: changes ? (
        <>
          {changes.summary} {affects ? t("affects") : null}{" "}
          {deadline ? t.rich("deadlineNow", { at: () => <Instant at={deadline} /> }) : null}
        </>
      ) : undefined,
    })),
    ...questions.answered.map((question) => ({
      id: question.id,
      at: question.answeredAt!,
      lot: lot.name,
      title: t("answered"),
      href: "#questions",
    })),
    ...objections.map((objection) => ({
      id: objection.id,
      at: objection.answeredAt,
      lot: lot.name,
      title: t("objectionAnswered"),
      href: "#objections",
    })),
    ...(lot.deadline && stage !== "bidding" && !lot.terminatedAt
      ? [{ id: `${lot.id}-d`, at: lot.deadline, lot: lot.name, title: t("closedAct"), href: `/room/opening/${lot.id}` }]
      : []),
  ]);
  return [...notices, ...others].sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** The lot's document versions for the table; addresses only for those who may fetch the files. */
export const versionsOf = ({ lot, documents }: PublicLot): Version[] =>
  documents.versions.map((version) => ({
    key: `${lot.id}-${version.version}`,
    version: version.version,
    issuedAt: version.issuedAt,
    affects: version.affects,
    deadline: version.changes ? version.deadline : null,
    summary: version.changes?.summary ?? null,
    changes: version.textChanges,
    files: version.files.map(({ name, sizeBytes, sha256, fileId }) => ({
      name,
      sizeBytes,
      sha256,
      href: fileId ? `/api/v1/files/${fileId}` : null,
    })),
  }));
