import { randomBytes, randomUUID } from "node:crypto";
import { db } from "@/lib/store/db";
import { RESTING } from "./compare-hub";
import type { Ledger } from "./ledger";
import type { Twin } from "./secrecy-stage";
import type { Words } from "./secrecy-routes";

/**
 * What somebody asks for who tries what a bid would be found by. Before there are bids the ids are made up; afterwards they
 * are another's real ones, as if they had leaked: "there is none" and "it is not yours" have to sound alike.
 */
export type Traces = { readonly bidId: string; readonly uploadId: string; readonly digest: string };

export const madeUp = (): Traces => ({
  bidId: randomUUID(),
  uploadId: randomUUID(),
  digest: randomBytes(32).toString("hex"),
});

/** The ids of one bidder's bid, from what its own computer was told. */
export function tracesOf({ all }: Ledger): Traces {
  const prepare = all.find((entry) => entry.kind === "prepare");
  const part = all.findLast((entry) => entry.kind === "part");
  const seal = all.findLast((entry) => entry.kind === "seal");
  if (prepare?.kind !== "prepare" || part?.kind !== "part" || seal?.kind !== "seal") throw new Error("nothing was bid");
  return { bidId: prepare.bidId, uploadId: part.uploadId, digest: seal.digest };
}

/** What goes into the holes of addresses. */
export async function wordsOf(twin: Twin, { bidId, uploadId, digest }: Traces, rivalPartyId: string): Promise<Words> {
  const { tenderId, lotId, projectId, code, noticeId, fileId } = twin;
  const lot = await db().lot.findUniqueOrThrow({ where: { id: lotId }, select: { code: true } });
  const message = await db().outboxMessage.findFirst({ orderBy: { seq: "asc" }, select: { id: true } });
  return {
    ...{ tenderId, lotId, projectId, noticeId, fileId, code, bidId, uploadId, digest },
    "/notices/[id] id": noticeId,
    "/help/rules/[id] id": "R-71",
    segment: "0",
    part: "0",
    index: "0",
    key: digest,
    version: "1",
    token: "nobody-was-invited-with-this",
    partyId: rivalPartyId,
    messageId: message?.id ?? tenderId,
    number: `${lot.code}-HZ${digest.slice(0, 8).toUpperCase()}`,
    nextauth: "session",
    // Whatever bears no trace of a lot has one word, which nobody has given out.
    ...{ objectionId: NOBODY, clarificationId: NOBODY, proposalId: NOBODY },
    hash: "0".repeat(64),
    path: "0/000.p/1",
    "/log/stamped/[...path] path": "checkpoint",
  };
}

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Questions beyond the bare address: searches, filters, and tries with what one has heard of. */
export const PROBES: Readonly<Record<string, readonly string[]>> = {
  "/verify": ["sha256=[digest]", "number=[number]"],
  "/notices": ["q=保密核对", "kind=tenderNotice"],
  "/openings": ["day=tomorrow"],
  "/work/find": ["q=保密核对"],
  "/work/supervision/lots": ["stage=bidding", "stage=opening"],
  "/work/operations/parties": ["q=黔中云岫"],
  "/work/operations/exchange": ["state=pending", "state=accepted"],
  "/api/v1/bids/[bidId]/receipt": ["digest=[digest]"],
  "/api/v1/bids/[bidId]/receipt-pdf": ["digest=[digest]"],
  "/api/v1/notices": ["q=保密核对"],
  "/api/events/opening/[lotId]": ["after=0"],
};

/** Routes whose bytes are compared elsewhere or not at all, each with its reason. */
export const APART: Readonly<Record<string, string>> = {
  "/log/checkpoint": "grows with time: secrecy-log.ts looks at how",
  "/log/tile/[...path]": "grows with time: secrecy-log.ts looks at how",
  "/log/stamped/[...path]": "is the newest checkpoint of some full hour, and a timestamp over it",
  "/api/time": "is the clock and nothing else",
  "/register": "has a random secret for the authenticator and its square code; no tender is on it",
  "/.well-known/security.txt":
    "names an address and ninety days from now; no request, no data of a tender goes into it",
  "/api/v1/session/challenge": "is a random number and the instant at which it dies",
  "/api/v1/readiness/challenge": "is a random number and the instant at which it dies",
};

/** Waits until nothing that was published before is still on its way, so that it is not taken for an effect of bids. */
export async function untilAtRest(): Promise<void> {
  for (let quiet = 0, tries = 0; quiet < 3; tries++) {
    if (tries > 600) throw new Error("the platform does not come to rest");
    const [messages, notices, unproved] = await Promise.all([
      db().outboxMessage.count({ where: { state: { notIn: RESTING } } }),
      db().notice.count({ where: { state: "published", pdfFileId: null } }),
      db().logEvent.count({ where: { batchIdx: null } }),
    ]);
    quiet = messages + notices + unproved === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
