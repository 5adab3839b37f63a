import { bytesToHex, fromBase64url } from "./bytes";
import { canonicalBytes, type Json } from "./canonical";
import {
  checkOrganisations,
  parseDocs,
  parsePolicy,
  parseTenderRecord,
  type Policy,
  type TenderRecord,
} from "./policy";
import { reject } from "./reasons";
import { statementHash } from "./statements";
import { loadSuite } from "./suite";
import type { Setting } from "./verify-bids";
import { type Book, lacks } from "./verify-book";
import { eventsOfHash } from "./verify-log";
import { mustBeSignedBy, signersOf } from "./verify-papers";

export type TenderPapers = {
  readonly policy: Policy | null;
  /** H of the policy in its suite. */
  readonly policyHash: string | null;
  /** Tender records with the place of their log event; `Infinity` for one whose event is not disclosed. */
  readonly records: readonly { readonly record: TenderRecord; readonly index: number }[];
};

/** Check 5, before any bid: who signed the opening policy, its trustees' keys, and the records of deadline and documents. */
export async function verifyTender(book: Book, setting: Setting): Promise<TenderPapers> {
  const { archive } = setting;
  const policy = await book.check(
    5,
    "policy",
    "开标策略由招标人与平台签名，受托人各自签名其密钥",
    "the opening policy is signed by tenderee and platform, each trustee signed its own keys",
    () => policyOf(setting),
  );
  const names = archive.names.filter((name) => /^tender\/record-\d+\.json$/.test(name));
  if (names.length === 0) book.note("missing", 5, "record", "缺少招标记录", "there is no tender record");
  const records: { record: TenderRecord; index: number }[] = [];
  for (const name of names.sort((a, b) => numberIn(a) - numberIn(b))) {
    const found = await book.check(
      5,
      `record:${numberIn(name)}`,
      `招标记录第 ${numberIn(name)} 版由招标人与平台签名`,
      `tender record ${numberIn(name)} is signed by tenderee and platform`,
      () => recordOf(setting, name, policy?.hash ?? null),
    );
    if (found) records.push(found);
  }
  await verifyDocs(
    book,
    setting,
    records.map(({ record }) => record),
  );
  return { policy: policy?.policy ?? null, policyHash: policy?.hash ?? null, records };
}

const numberIn = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);

async function policyOf(setting: Setting): Promise<{ policy: Policy; hash: string }> {
  const bytes = setting.archive.read("tender/policy.json") ?? lacks("tender/policy.json");
  const policy = parsePolicy(bytes);
  checkOrganisations(policy);
  await signedByBoth(setting, "tender/policy", bytes);
  const at = loggedAt(setting, bytes);
  for (const { cms, statement } of policy.trustees)
    await mustBeSignedBy(
      { name: `keys of ${statement.name}`, bytes: canonicalBytes(statement as Json), cms: fromBase64url(cms) },
      statement.uscc,
      setting.trust,
      at,
    );
  return { policy, hash: bytesToHex((await loadSuite(policy.suite)).hash(bytes)) };
}

async function recordOf(setting: Setting, name: string, policyHash: string | null) {
  const bytes = setting.archive.read(name)!;
  const record = parseTenderRecord(bytes);
  if (record.version !== numberIn(name)) reject("tender", "version");
  await signedByBoth(setting, name.replace(/\.json$/, ""), bytes);
  if (policyHash !== null && record.policy !== policyHash) reject("policy", "a record names another policy");
  const event = setting.events.find(({ event: { hash, kind } }) => kind === "tender" && hash === statementHash(bytes));
  return { record, index: event?.index ?? Number.POSITIVE_INFINITY };
}

/** Platform and one more company; nobody is both. */
async function signedByBoth(setting: Setting, base: string, bytes: Uint8Array): Promise<void> {
  const at = loggedAt(setting, bytes);
  const cmsOf = (who: string) => setting.archive.read(`${base}.${who}.p7s`) ?? lacks(`${base}.${who}.p7s`);
  await mustBeSignedBy({ name: base, bytes, cms: cmsOf("platform") }, setting.platform, setting.trust, at);
  const codes = await signersOf({ name: base, bytes, cms: cmsOf("tenderee") }, setting.trust, at);
  if (codes.length === 0 || codes.includes(setting.platform)) reject("binding", `${base}: the tenderee's signature`);
}

/** When the log says a statement was there; the time of the index where its event is not disclosed. */
const loggedAt = ({ events, at }: Setting, bytes: Uint8Array): Date => {
  const [event] = eventsOfHash(events, statementHash(bytes));
  return event ? new Date(event.event.at) : at;
};

/** Each document set: the list that the records name, and its files where they are in the archive. */
async function verifyDocs(book: Book, setting: Setting, records: readonly TenderRecord[]): Promise<void> {
  const { archive } = setting;
  for (const name of archive.names.filter((one) => /^tender\/docs-\d+\.json$/.test(one)))
    await book.check(
      1,
      `docs:${numberIn(name)}`,
      `招标文件第 ${numberIn(name)} 版与招标记录所载摘要一致`,
      `document set ${numberIn(name)} is the one the tender record names`,
      async () => {
        const bytes = archive.read(name)!;
        const docs = parseDocs(bytes);
        // A document set is hashed in the suite of its tender; which one, the record that names it tells.
        const suites = await Promise.all(([1, 2] as const).map(loadSuite));
        const hashes = suites.map(({ hash }) => bytesToHex(hash(bytes)));
        if (!records.some((record) => hashes.includes(record.docs))) reject("tender", "no record names this set");
        const listed = new Map(archive.files.map((file) => [file.name, file]));
        for (const { len, name: of, sha256 } of docs.files) {
          const member = listed.get(`tender/documents-${docs.version}/${of}`);
          if (member && (member.len !== len || member.sha256 !== sha256)) reject("archive", `${of} is another file`);
        }
      },
    );
}
