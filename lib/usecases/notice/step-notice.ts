import type { Actor } from "@/lib/domain/actor";
import { mustStep } from "@/lib/domain/lifecycle";
import { NOTICE_LIFECYCLE, type NoticeFacts, noticeFaults, type NoticeState } from "@/lib/domain/notice";
import type { NoticeContent } from "@/lib/domain/notice-content";
import type { MediumState, NoticeRow } from "@/lib/store/notices";

/** Nothing read, signed, reached or told: a step that asks for one of these must be given it. */
const NOTHING = { faults: [], seenDigest: null, mediumReached: false, reason: "" } as const;

/** The state of a notice that is composed: on its way to a second person, or decided by an act already signed. */
export function composedState(actor: Actor, content: NoticeContent, event: "submit" | "decide"): NoticeState {
  const people = { createdById: actor.personId ?? "", actorId: actor.personId };
  return mustStep(NOTICE_LIFECYCLE, "draft", event, {
    ...NOTHING,
    ...people,
    digest: null,
    faults: noticeFaults(content),
  });
}

/** The state after a second person's decision. @throws {Refusal} OWN_ENTRY, CONTENT_CHANGED, REASON_NEEDED */
export function reviewedState(
  actor: Actor,
  notice: NoticeRow,
  event: "approve" | "return",
  seen: Pick<NoticeFacts, "seenDigest" | "reason">,
): NoticeState {
  const { createdById, digest, state } = notice;
  return mustStep(NOTICE_LIFECYCLE, state as NoticeState, event, {
    ...NOTHING,
    ...seen,
    createdById,
    actorId: actor.personId,
    digest,
  });
}

/**
 * The state of a notice that becomes public: published, or being delivered while a medium has not confirmed it.
 *
 * @param signedDigest of the content that was signed
 */
export function publicState(
  actor: Actor,
  notice: Pick<NoticeRow, "createdById" | "digest" | "state">,
  signedDigest: string | null,
  media: readonly MediumState[],
): NoticeState {
  const { createdById, digest, state } = notice;
  const mediumReached = media.every(({ confirmedAt }) => confirmedAt !== null);
  return mustStep(NOTICE_LIFECYCLE, state as NoticeState, mediumReached ? "publish" : "wait", {
    ...NOTHING,
    createdById,
    actorId: actor.personId,
    digest,
    seenDigest: signedDigest,
    mediumReached,
  });
}
