import { join } from "node:path";
import { replaceFile } from "@/lib/adapters/loopback/keep";
import { db } from "@/lib/store/db";
import { personByLogin } from "@/lib/store/people";
import { joinAsNew } from "@/lib/usecases/member/accept-invitation";
import { inviteMember } from "@/lib/usecases/member/invite-member";
import { returnParty, verifyParty } from "@/lib/usecases/party/check-party";
import { registerParty } from "@/lib/usecases/party/register-party";
import {
  AUDITOR,
  type CastExpert,
  type CastParty,
  type CastPerson,
  CODE_SECRET,
  EXPERTS,
  OPERATOR,
  P12_PASSWORD,
  PARTIES,
  PASSWORD,
  POOL,
  SUPERVISOR,
  WAITING,
} from "./cast";
import type { KeyFile } from "./keys";
import { identityNumber, personForm, withCode } from "./people";
import { enterExpert, entryOf, setUpParty } from "./set-up";
import { atDesk, bindKey, byCertificate } from "./sign-in";
import type { Account, Hand, Stage } from "./world";

const ROLE_WORDS = {
  tenderee: { zh: "招标人", en: "Tenderee" },
  agency: { zh: "招标代理机构", en: "Agency" },
  bidder: { zh: "投标人", en: "Bidder" },
  evaluator: { zh: "评标专家", en: "Evaluator" },
  supervisor: { zh: "监督部门", en: "Supervisor" },
  operator: { zh: "平台运营", en: "Operator" },
  auditor: { zh: "审计", en: "Auditor" },
} as const;

const companyKey = (party: CastParty, person: CastPerson, { keys }: Stage): Promise<KeyFile> =>
  keys.fileOf(person.login, { kind: "company", authority: party.authority, name: party.name, uscc: party.uscc });

const personKey = (expert: CastExpert, { keys }: Stage): Promise<KeyFile> =>
  keys.fileOf(expert.login, {
    kind: "person",
    authority: "demo-b",
    name: expert.name,
    personNumber: identityNumber(expert.number),
  });

/** A person of an organisation, signed in with the organisation's certificate that this person keeps. */
export async function handOf(party: CastParty, at: number, stage: Stage): Promise<Hand> {
  const person = party.people[at]!;
  return byCertificate(person, await companyKey(party, person, stage), stage);
}

export const expertHand = async (expert: CastExpert, stage: Stage): Promise<Hand> =>
  byCertificate(expert, await personKey(expert, stage), stage);

/** Organisations and people in every role, each with a bound certificate; run again it goes on where it ended. */
export async function makeAccounts(stage: Stage): Promise<readonly Account[]> {
  for (const party of [OPERATOR, SUPERVISOR, AUDITOR, POOL]) await setUpAndBind(party, stage);
  const operator = await handOf(OPERATOR, 0, stage);
  await inviteRest(OPERATOR, operator, stage);
  stage.tell("平台侧机构 operator, supervisor, auditor, expert pool");
  await inPairs(PARTIES, (party) => joinParty(party, operator, stage));
  for (const [at, party] of WAITING.entries()) await waitParty(party, at === 1, operator, stage);
  stage.tell(`市场主体 ${PARTIES.length + WAITING.length} organisations`);
  const pool = await handOf(POOL, 0, stage);
  await inPairs(EXPERTS, (expert) => joinExpert(expert, pool, stage));
  stage.tell(`评标专家 ${EXPERTS.length} evaluators`);
  return accountLines();
}

/** An organisation that nobody applies for, and its administrator's certificate. */
export async function setUpAndBind(party: CastParty, stage: Stage): Promise<void> {
  await setUpParty(party, stage);
  await bindKey(party.people[0]!, await companyKey(party, party.people[0]!, stage), stage);
}

/** Two at a time: hashing a password keeps one core busy. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([lane(), lane(), lane()]);
}

async function register(party: CastParty, { deps }: Stage): Promise<void> {
  const admin = party.people[0]!;
  if (await personByLogin(admin.login)) return;
  const roles = entryOf(party).roles as ("tenderee" | "agency" | "bidder")[];
  const entry = { ...entryOf(party), roles, uscc: party.uscc };
  await withCode(async (ago) => registerParty(atDesk(admin), { ...entry, ...(await personForm(admin, ago)) }, deps));
}

const entered = (uscc: string) => db().party.findUniqueOrThrow({ where: { uscc } });

/** Registers an organisation, binds its certificate and has it verified; run again it goes on where it ended. */
export async function joinParty(party: CastParty, operator: Hand, stage: Stage): Promise<void> {
  await register(party, stage);
  const admin = party.people[0]!;
  await bindKey(admin, await companyKey(party, admin, stage), stage);
  const { id, state } = await entered(party.uscc);
  if (state === "unverified")
    await verifyParty(operator.actor, { partyId: id, version: 1, basis: "演示数据，单位均为虚构" }, stage.deps);
  if (party.people.length > 1) await inviteRest(party, await handOf(party, 0, stage), stage);
}

/** Left for the operator to check, or sent back with a reason. */
async function waitParty(party: CastParty, sentBack: boolean, operator: Hand, stage: Stage): Promise<void> {
  await register(party, stage);
  const { id, state } = await entered(party.uscc);
  const reason = "营业执照影像与登记的法定代表人不一致，请核对后重新提交。";
  if (sentBack && state === "unverified")
    await returnParty(operator.actor, { partyId: id, version: 1, reason }, stage.deps);
}

/** The administrator's colleagues: each with a certificate of the same organisation. */
async function inviteRest(party: CastParty, admin: Hand, stage: Stage): Promise<void> {
  for (const person of party.people.slice(1)) {
    if (!(await personByLogin(person.login))) await invite(admin, person, party.role, ["operate", "sign"], stage);
    await bindKey(person, await companyKey(party, person, stage), stage);
  }
}

async function joinExpert(expert: CastExpert, pool: Hand, stage: Stage): Promise<void> {
  if (!(await personByLogin(expert.login))) await invite(pool, expert, "evaluator", ["operate"], stage);
  await bindKey(expert, await personKey(expert, stage), stage);
  await enterExpert(expert);
}

type Duties = ("admin" | "operate" | "sign")[];

async function invite(admin: Hand, person: CastPerson, role: CastParty["role"], duties: Duties, { deps }: Stage) {
  const { phone } = await personForm(person);
  const { address } = await inviteMember(admin.actor, { personName: person.name, phone, role, duties }, deps);
  const token = address.slice(address.lastIndexOf("/") + 1);
  await withCode(async (ago) => joinAsNew(atDesk(person), { token, ...(await personForm(person, ago)) }, deps));
}

function accountLines(): readonly Account[] {
  const line = (party: CastParty, { name, login }: CastPerson): Account => ({
    role: ROLE_WORDS[party.role],
    roleId: party.role,
    name,
    organisation: party.name,
    uscc: party.uscc,
    login,
    password: PASSWORD,
    totpSecret: CODE_SECRET,
    p12: join("demo", "accounts", `${login}.p12`),
    p12Password: P12_PASSWORD,
  });
  const inside = [...PARTIES, OPERATOR, SUPERVISOR, AUDITOR];
  const people = inside.flatMap((party) => party.people.map((person) => line(party, person)));
  return [...people, ...[...EXPERTS, ...POOL.people].map((person) => line(POOL, person))];
}

/** What the start shows and the browser tests sign in with. */
export const writeAccounts = (accounts: readonly Account[], { dataDir }: Stage): Promise<void> =>
  replaceFile(join(dataDir, "demo", "accounts.json"), `${JSON.stringify(accounts, null, 1)}\n`);
