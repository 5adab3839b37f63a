import { parsePolicy } from "@/lib/crypto/policy";
import type { NoticeContent, NoticeType } from "@/lib/domain/notice-content";
import { Refusal } from "@/lib/domain/refusal";
import type { CompleteTerms } from "@/lib/domain/terms";
import { noticeTime } from "@/lib/kernel/format";
import { type DocumentSetRow, draftSet } from "@/lib/store/documents";
import { type LotWithTender, lotById } from "@/lib/store/lots";
import type { NoticeWithLots } from "@/lib/store/notices";
import { currentPolicy, currentTenderRecord } from "@/lib/store/policies";
import type { TenderWithLots } from "@/lib/store/tenders";
import type { Deps } from "@/lib/usecases/deps";
import { mustComply } from "@/lib/usecases/document/check-lot";
import type { TenderRef } from "@/lib/usecases/signing/act";
import { mustLeaveTime } from "./leave-time";
import { askTrustees, policyStatement, recordStatement, suiteHash, tenderRef } from "./lot-papers";

/** What is signed for one lot at a publication. */
export type LotPapers = {
  readonly lot: LotWithTender;
  readonly set: DocumentSetRow;
  readonly terms: CompleteTerms;
  readonly tender: TenderRef;
  readonly lotName: string;
  /** Policy to sign; null where the one in force stays (an amendment). */
  readonly policy: Uint8Array | null;
  readonly policyHash: string;
  readonly record: Uint8Array;
  readonly recordVersion: number;
  readonly trustees: readonly string[];
  readonly deadline: string;
  readonly docsHash: string;
  readonly grounds: readonly string[];
};

/** Types of notices that issue documents. */
const ISSUING: readonly NoticeType[] = ["tenderNotice", "amendmentNotice"];

/**
 * The papers of every lot of a notice, made anew from what is stored: preparing and committing give the same bytes, or
 * something has changed in between and the signature does not fit.
 *
 * @throws {Refusal} RULES_BROKEN, DEADLINE_TOO_EARLY by the rules as of `at`; NOT_READY where no set lies ready
 */
export async function papersOf(
  notice: NoticeWithLots,
  tender: TenderWithLots,
  at: Date,
  deps: Deps,
): Promise<LotPapers[]> {
  if (!ISSUING.includes(notice.type as NoticeType)) return [];
  const lots = await Promise.all(notice.lots.map(({ lotId }) => lotById(lotId)));
  const sorted = [...lots].sort((a, b) => (a.code < b.code ? -1 : 1));
  const papers: LotPapers[] = [];
  for (const lot of sorted) papers.push(await papersOfLot(notice, tender, lot, at, deps));
  return papers;
}

async function papersOfLot(
  notice: NoticeWithLots,
  tender: TenderWithLots,
  lot: LotWithTender,
  at: Date,
  deps: Deps,
): Promise<LotPapers> {
  const set = await draftSet(lot.id);
  if (!set?.docsHash || !set.deadline) throw new Refusal("NOT_READY", { missing: "preparation" }, ["R-61"]);
  const terms = set.terms as unknown as CompleteTerms;
  if (notice.type === "tenderNotice") mustComply(tender, lot, terms, at);
  else mustLeaveTime(lot, set, at);
  const keys = await askTrustees(lot, terms, deps);
  const inForce = await currentPolicy(lot.id);
  // What was sealed is sealed for the policy: a later set of documents cannot name another suite, open prices with the
  // rest, or let a bid be submitted again or not (protocol §2.1, §2.10).
  const sealed = inForce && parsePolicy(inForce.bytes);
  const { suite = 1, envelopes = 1, resubmit = false } = terms.opening;
  if (sealed && (sealed.suite !== suite || sealed.envelopes !== envelopes || sealed.resubmit !== resubmit))
    throw new Refusal("INPUT_INVALID", {}, ["R-61"]);
  const policy = inForce ? null : policyStatement(lot, terms, keys);
  const policyHash = inForce?.hash ?? (await suiteHash(policy!, terms));
  const recordVersion = ((await currentTenderRecord(lot.id))?.version ?? 0) + 1;
  const grounds = groundsOf(notice);
  const { deadline, docsHash } = set;
  const record = recordStatement(lot, { deadline, docsHash, policyHash, version: recordVersion, grounds });
  return {
    lot,
    set,
    terms,
    tender: tenderRef(lot),
    lotName: lot.name,
    policy,
    policyHash,
    record,
    recordVersion,
    trustees: keys.map(({ name }) => name),
    deadline: noticeTime(deadline),
    docsHash,
    grounds,
  };
}

/** What was signed of the outages that an amendment moves the deadline for: SHA-256, hex. */
const groundsOf = ({ content }: Pick<NoticeWithLots, "content">): readonly string[] => {
  const { evidence } = (content as unknown as NoticeContent).facts;
  return evidence ? evidence.split(",") : [];
};
