import { verifyCms } from "@/lib/crypto/cms";
import type { RevocationEvidence } from "@/lib/crypto/path";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { lotById } from "@/lib/store/lots";
import { notify } from "@/lib/store/messages";
import { type SealedBidRow, sealedBid } from "@/lib/store/sealed-bids";
import { saveStanding, sealsToCheck, standingOf } from "@/lib/store/standings";
import type { Deps } from "@/lib/usecases/deps";
import { judgedPath } from "@/lib/usecases/signing/believed-path";
import { askStatus, issuerOf } from "./ask-status";
import { fetchListsOf } from "./fetch-lists";

export type Standing = "good" | "unknown" | "revoked";

type Judged = {
  readonly status: Standing;
  readonly revokedAt: Date | null;
  readonly evidence: readonly RevocationEvidence[];
};

/** One question an hour for each seal that something depends on (protocol §3.4). */
const EVERY_MS = 3_600_000;
/** Sooner where nobody could say: the freeze and the award wait for it. */
const UNKNOWN_MS = 60_000;
const AT_ONCE = 20;

/**
 * Looks again at the certificates of sealed bids: what was unknown at the arrival may be known now. At most a few at once.
 * @returns how many were looked at
 */
export async function checkDueStandings(deps: Deps): Promise<number> {
  const now = await platformNow();
  const due = await sealsToCheck(new Date(now.getTime() - EVERY_MS), new Date(now.getTime() - UNKNOWN_MS), AT_ONCE);
  for (const digest of due) await checkStanding(digest, deps, "ask");
  return due.length;
}

/**
 * Whether the certificate that sealed a bid was good at its arrival, by everything known now: a revocation that took
 * effect later does not undo the seal, one from before does, however late it became known (protocol §3.4). Where nothing
 * current is at hand, `ask` asks the authority first; `look` judges by what there is, for callers that must not wait on
 * anybody's network. Kept, and told to the bidder when it is revoked.
 */
export async function checkStanding(digest: string, deps: Deps, how: "ask" | "look"): Promise<Standing> {
  const row = await sealedBid(digest);
  if (!row) throw new Error(`no sealed bid ${digest}`);
  let judged = await judge(row, deps);
  if (how === "ask" && judged.status === "unknown" && (await askAuthority(row, deps))) judged = await judge(row, deps);
  await keep(row, judged, how);
  return judged.status;
}

async function signerOf({ bytes, cms, certificate }: SealedBidRow) {
  const verdict = await verifyCms(new Uint8Array(bytes), new Uint8Array(cms));
  if (!verdict.ok) throw new Error(`the signature of a sealed bid does not verify: ${verdict.reason}`);
  const signer = verdict.signers.find((one) => one.certificate.fingerprint === certificate);
  if (!signer) throw new Error("a sealed bid without its signer");
  return { leaf: signer.certificate, chain: verdict.certificates };
}

async function judge(row: SealedBidRow, deps: Deps): Promise<Judged> {
  const { leaf, chain } = await signerOf(row);
  const answer = await judgedPath(leaf, chain, deps.trust, row.at, await platformNow());
  const { evidence } = answer;
  const revokedAt = evidence.find(({ status }) => status === "revoked")?.revokedAt ?? null;
  if ("path" in answer) return { status: answer.known ? "good" : "unknown", revokedAt: null, evidence };
  return { status: answer.reason === "PATH_REVOKED" ? "revoked" : "unknown", revokedAt, evidence };
}

/** Fetches what the seal's own authority offers now. @returns whether there was somebody to ask */
async function askAuthority(row: SealedBidRow, deps: Deps): Promise<boolean> {
  const { leaf, chain } = await signerOf(row);
  const known = await issuerOf(leaf, chain, deps, row.at);
  if (!known) return false;
  const { crlUrls, ocspUrls } = known.authority;
  if (crlUrls.length + ocspUrls.length === 0) return false;
  await fetchListsOf(known.authority, deps);
  await askStatus(leaf, known, deps);
  return true;
}

async function keep(
  { digest, lotId, partyId }: SealedBidRow,
  { status, revokedAt, evidence }: Judged,
  how: "ask" | "look",
): Promise<void> {
  const known = await standingOf(digest);
  // A freeze that waits looks twice a second; noted as checked each time, nobody would be asked any more.
  if (how === "look" && known?.status === status) return;
  const lot = await lotById(lotId);
  const told = JSON.parse(JSON.stringify(evidence));
  await inTransaction(async (tx) => {
    const checkedAt = await platformNow(tx);
    await saveStanding(tx, { digest, lotId, status, revokedAt, evidence: told, checkedAt });
    if (known?.status === status) return;
    await record(tx, SYSTEM, {
      action: "bid.standing",
      objectKind: "sealedBid",
      objectId: digest,
      lotId,
      facts: { status, before: known?.status ?? null },
      bidderSide: true,
    });
    if (status === "revoked")
      await notify(tx, {
        to: { partyId },
        kind: "certificate.sealRevoked",
        facts: { lot: lot.name, tender: lot.tender.name, at: revokedAt?.toISOString() ?? "" },
        lotId,
        link: "/work/bids",
        legal: true,
      });
  });
}
