import { z } from "zod";
import { creditCodeOf, decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import { canonicalBytes, instant, parseCanonical } from "@/lib/crypto/canonical";
import { verifyCms } from "@/lib/crypto/cms";
import { utf8 } from "@/lib/crypto/bytes";
import { statementHash } from "@/lib/crypto/statements";
import type { Actor } from "@/lib/domain/actor";
import { closedToOperator, type PartyEntry } from "@/lib/domain/party";
import { Refusal } from "@/lib/domain/refusal";
import { isUscc } from "@/lib/kernel/uscc";
import { authorise } from "@/lib/policy/authorise";
import { record } from "@/lib/store/audit";
import { platformNow } from "@/lib/store/clock";
import { inTransaction } from "@/lib/store/db";
import { addFile } from "@/lib/store/files";
import { addEntry, historyOf, isRelatedToOperator, lockParty, partyById } from "@/lib/store/parties";
import { keepStatement } from "@/lib/store/statements";
import type { Deps } from "@/lib/usecases/deps";
import { believedPath } from "@/lib/usecases/signing/believed-path";
import { entryFields } from "./register-party";
import { ownParty, relationToParty } from "./relation";

const TYPE = "subject-record";
const FORMAT = "xinbiao-subject-record/1";
/** Older than half a year it says what once was; the organisation asks for a fresh one. */
const MAX_AGE_MS = 180 * 86_400_000;
const AHEAD_MS = 300_000;
const MEDIA = "application/json";

const { name, kind, regionCode, legalRepresentative, address, basicAccount } = entryFields;
/** What is the organisation's own everywhere. Whom to call here, and in which roles, each platform asks for itself. */
const subjectFields = { name, kind, regionCode, legalRepresentative, address, basicAccount: basicAccount.nullable() };
const uscc = z.string().length(18);
const subjectRecord = z.strictObject({
  fmt: z.literal("SBC/1"),
  type: z.literal(TYPE),
  at: z.iso.datetime(),
  verifiedAt: z.iso.datetime(),
  version: z.int().positive(),
  issuer: z.strictObject({ name: z.string().min(1).max(200), origin: z.string().max(200), uscc }),
  subject: z.strictObject({ uscc, ...subjectFields }),
});
export type SubjectRecord = z.output<typeof subjectRecord>;
const recordFile = z.strictObject({ format: z.literal(FORMAT), record: z.base64(), cms: z.base64() });

/**
 * The data in force of one's own organisation, as this platform verified them, signed by it (共享登记): another platform, or
 * a hub, takes them over without asking for them again.
 *
 * @returns the text of the file that is handed out
 * @throws {Refusal} NOT_ALLOWED; NOT_VERIFIED where nothing has been verified yet
 */
export async function exportSubject(
  actor: Actor,
  _input: Record<never, never>,
  deps: Deps,
): Promise<{ readonly text: string }> {
  const partyId = ownParty(actor);
  authorise(actor, "party.export", await relationToParty(actor, partyId));
  const [party, history] = await Promise.all([partyById(partyId), historyOf(partyId)]);
  const inForce = history.find(({ outcome }) => outcome === "verified");
  if (party.state !== "verified" || !inForce?.checkedAt) throw new Refusal("NOT_VERIFIED", {}, ["R-27"]);
  const { name, kind, regionCode, legalRepresentative, address, basicAccount } = inForce.data;
  const { platform, origin } = deps;
  const bytes = canonicalBytes({
    at: instant(await platformNow()),
    fmt: "SBC/1",
    issuer: { name: platform.name, origin, uscc: platform.uscc },
    subject: { address, basicAccount, kind, legalRepresentative, name, regionCode, uscc: party.uscc },
    type: TYPE,
    verifiedAt: instant(inForce.checkedAt),
    version: inForce.version,
  });
  const cms = await platform.signStatement(bytes);
  const sha256 = statementHash(bytes);
  await inTransaction(async (tx) => {
    await keepStatement(tx, { lotId: null, type: TYPE, bytes, sha256, cms, partyId, subject: partyId });
    const facts = { version: inForce.version };
    await record(tx, actor, {
      action: "party.export",
      objectKind: "party",
      objectId: partyId,
      afterHash: sha256,
      facts,
    });
  });
  const file = { format: FORMAT, record: encodeBase64(bytes), cms: encodeBase64(cms) };
  return { text: `${JSON.stringify(file, null, 2)}\n` };
}

export const importSubjectInput = z.strictObject({
  text: z.string().max(100_000),
  /** Version the person looked at: a stale page must not undo a colleague's change. */
  basedOn: z.coerce.number().int().positive(),
});

/**
 * Takes over what another platform verified about the actor's own organisation, as a new version with the record as its
 * evidence. It waits for our operator's check like any other: a signature says who vouched, not that it is true.
 *
 * @throws {Refusal} NOT_ALLOWED, RECORD_INVALID, SIGNATURE_INVALID, STALE, OPERATOR_RELATED
 */
export async function importSubject(
  actor: Actor,
  { text, basedOn }: z.output<typeof importSubjectInput>,
  deps: Deps,
): Promise<{ readonly version: number }> {
  const partyId = ownParty(actor);
  authorise(actor, "party.edit", await relationToParty(actor, partyId));
  const { issuer, subject, at } = await believedRecord(text, deps);
  const own = await partyById(partyId);
  if (subject.uscc !== own.uscc) throw refused("subject");
  // Nobody vouches for themselves.
  if (issuer.uscc === own.uscc) throw refused("issuer");
  const { uscc: _uscc, ...taken } = subject;
  const bytes = utf8(text);
  const objectKey = `files/${crypto.randomUUID()}`;
  const { sha256, sizeBytes } = await deps.objects.put(objectKey, one(bytes));
  const named = `主体登记记录 ${issuer.name} ${at.slice(0, 10)}.json`;
  return inTransaction(async (tx) => {
    const locked = await lockParty(tx, partyId);
    if (locked.latest.version !== basedOn) throw new Refusal("STALE", {});
    const entry = { ...(locked.latest.data as unknown as PartyEntry), ...taken };
    if (closedToOperator(entry.roles) && (await isRelatedToOperator(own.uscc, tx)))
      throw new Refusal("OPERATOR_RELATED", {}, ["R-22"]);
    const owner = { partyId, createdById: actor.personId, audience: "operator" as const };
    const row = { sha256, sizeBytes: BigInt(sizeBytes), name: named, media: MEDIA, objectKey, ...owner };
    const { id: evidence } = await addFile(row, tx);
    const version = await addEntry(tx, locked, entry, { personId: actor.personId!, evidence });
    const facts = { version, issuer: issuer.uscc, issuerName: issuer.name, at };
    await record(tx, actor, {
      action: "party.takeOver",
      objectKind: "party",
      objectId: partyId,
      afterHash: sha256,
      facts,
    });
    return { version };
  });
}

/** The record in a file, signed by whom it names as its issuer, by a certificate of the trust list, and of these days. */
async function believedRecord(text: string, deps: Deps): Promise<SubjectRecord> {
  const file = recordFile.safeParse(json(text));
  if (!file.success) throw refused("format");
  const bytes = decodeBase64(file.data.record);
  const read = subjectRecord.safeParse(canonical(bytes));
  if (!read.success || !isUscc(read.data.subject.uscc)) throw refused("format");
  const verdict = await verifyCms(bytes, decodeBase64(file.data.cms));
  if (!verdict.ok) throw new Refusal("SIGNATURE_INVALID", { reason: verdict.reason }, ["R-31"]);
  const { certificate } = verdict.signers[0]!;
  const now = await platformNow();
  const { authority } = await believedPath(certificate, verdict.certificates, deps, { at: now });
  if (creditCodeOf(certificate, authority.company) !== read.data.issuer.uscc) throw refused("issuer");
  const age = now.getTime() - new Date(read.data.at).getTime();
  if (age > MAX_AGE_MS || age < -AHEAD_MS) throw refused("age");
  return read.data;
}

const refused = (fault: "format" | "issuer" | "subject" | "age") => new Refusal("RECORD_INVALID", { fault }, ["R-20"]);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function canonical(bytes: Uint8Array): unknown {
  try {
    return parseCanonical(bytes);
  } catch {
    return null;
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
