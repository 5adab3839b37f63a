import { z } from "zod";
import { decodeBase64, type TrustedAuthority } from "@/lib/crypto/binding";
import { toPem } from "@/lib/crypto/certificate";
import { readTrustList, ruleText } from "@/lib/crypto/trust-list";
import type { Actor } from "@/lib/domain/actor";
import { Refusal } from "@/lib/domain/refusal";
import { authorise } from "@/lib/policy/authorise";
import { nameOfPerson } from "@/lib/store/people";
import { trustProposal, trustVersion, waitingTrustProposals } from "@/lib/store/trust";
import type { Deps } from "@/lib/usecases/deps";
import { type ShownAuthority, shownAuthority, type TrustView, viewTrust } from "./view-trust";

export type WaitingChange = {
  readonly id: string;
  readonly authorityId: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  /** Proposed by the reader: another's to approve. */
  readonly own: boolean;
};

/** The list with what waits for a second operator. @throws {Refusal} NOT_ALLOWED */
export async function viewTrustWork(
  actor: Actor,
  _input: Record<never, never>,
  deps: Deps,
): Promise<TrustView & { readonly waiting: readonly WaitingChange[] }> {
  authorise(actor, "trust.propose", "none");
  const [view, rows] = await Promise.all([viewTrust(deps), waitingTrustProposals()]);
  const waiting = rows.map(async ({ id, authorityId, reason, proposedById, proposedAt }) => ({
    ...{ id, authorityId, reason, at: proposedAt },
    by: (await nameOfPerson(proposedById)) ?? "—",
    own: proposedById === actor.personId,
  }));
  return { ...view, waiting: await Promise.all(waiting) };
}

export const viewChangeInput = z.strictObject({ proposalId: z.uuid() });

export type ChangeView = {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly sha256: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly comment: string | null;
  readonly own: boolean;
  readonly after: ShownAuthority;
  readonly before: ShownAuthority | null;
  readonly changed: readonly (keyof ShownAuthority)[];
};

/** One proposal beside the list it changes. @throws {Refusal} NOT_ALLOWED */
export async function viewChange(
  actor: Actor,
  { proposalId }: z.output<typeof viewChangeInput>,
  _deps: Deps,
): Promise<ChangeView> {
  authorise(actor, "trust.decide", "none");
  const row = await trustProposal(proposalId);
  const base = await trustVersion(row.baseVersion);
  const [list, old] = [readTrustList(row.bytes), base ? readTrustList(base.bytes) : null];
  const find = (authorities: readonly TrustedAuthority[]) => authorities.find(({ id }) => id === row.authorityId);
  const [after, before] = [find(list.authorities)!, find(old?.authorities ?? []) ?? null];
  const fields = Object.keys(after) as (keyof TrustedAuthority)[];
  const [by, decidedBy] = await Promise.all([
    nameOfPerson(row.proposedById),
    row.decidedById ? nameOfPerson(row.decidedById) : null,
  ]);
  const { id, state, sha256, reason, decidedAt, comment } = row;
  return {
    ...{ id, state, sha256, reason, decidedAt, comment, decidedBy },
    version: list.version,
    by: by ?? "—",
    at: row.proposedAt,
    own: row.proposedById === actor.personId,
    after: shownAuthority(after),
    before: before && shownAuthority(before),
    changed: fields.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field])),
  };
}

export const viewAuthorityInput = z.strictObject({ authority: z.string().max(64).optional() });

export type AuthorityForm = {
  readonly id: string;
  readonly name: string;
  readonly uses: readonly string[];
  readonly algorithms: readonly string[];
  readonly anchors: string;
  readonly intermediates: string;
  readonly crlUrls: string;
  readonly ocspUrls: string;
  readonly company: string;
  readonly person: string;
  readonly extendedKeyUsages: string;
  readonly distrustAfter: string;
  readonly contact: string;
};

const EMPTY: AuthorityForm = {
  ...{ id: "", name: "", uses: ["sign"], algorithms: [], anchors: "", intermediates: "", crlUrls: "", ocspUrls: "" },
  ...{ company: "", person: "", extendedKeyUsages: "", distrustAfter: "", contact: "" },
};

/** The form of an authority as it stands in the list, or an empty one. @throws {Refusal} NOT_ALLOWED */
export async function viewAuthorityForm(
  actor: Actor,
  { authority: wanted }: z.output<typeof viewAuthorityInput>,
  { trust }: Deps,
): Promise<{ readonly form: AuthorityForm; readonly known: boolean }> {
  authorise(actor, "trust.propose", "none");
  if (!wanted) return { form: EMPTY, known: false };
  const found = (await trust.list()).authorities.find(({ id }) => id === wanted);
  if (!found) throw new Refusal("NOT_ALLOWED", { action: "trust.find" });
  const pem = (texts: readonly string[]) => texts.map((text) => toPem("CERTIFICATE", decodeBase64(text))).join("");
  const { id, name, uses, algorithms, crlUrls, ocspUrls, extendedKeyUsages, distrustAfter, contact } = found;
  const form = {
    ...{ id, name, uses, algorithms, contact },
    anchors: pem(found.anchors),
    intermediates: pem(found.intermediates),
    crlUrls: crlUrls.join("\n"),
    ocspUrls: ocspUrls.join("\n"),
    company: found.company.map(ruleText).join("\n"),
    person: found.person.map(ruleText).join("\n"),
    extendedKeyUsages: extendedKeyUsages.join("\n"),
    distrustAfter: distrustAfter ? beijingMinute(distrustAfter) : "",
  };
  return { form, known: true };
}

const beijingMinute = (text: string): string =>
  new Date(new Date(text).getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
