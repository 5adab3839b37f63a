import { db } from "@/lib/store/db";
import { platformNow } from "@/lib/store/clock";
import { workerDeps } from "@/lib/worker/deps";
import { expertHand, handOf, makeAccounts } from "@/prisma/seed/accounts";
import { type Host, hostOf, publishTender, useContract } from "@/prisma/seed/acts/host";
import { calendarOf } from "@/prisma/seed/calendar";
import { AGENCY, AUDITOR, BIDDERS, EXPERTS, OPERATOR, ROADS, SUPERVISOR } from "@/prisma/seed/cast";
import { keyRing } from "@/prisma/seed/keys";
import type { Play } from "@/prisma/seed/player";
import { termsOf } from "@/prisma/seed/terms";
import { troupe } from "@/prisma/seed/troupe";
import type { Hand, Stage } from "@/prisma/seed/world";
import type { Platform } from "./platform";
import type { OpenLot } from "./stage";

/** A lot with everything by which its pages are found. */
export type Twin = OpenLot & {
  readonly projectId: string;
  readonly code: string;
  readonly noticeId: string;
  readonly fileId: string;
};

/** Two tenders alike but for their names, and everybody who might look at them. */
export type SecrecyScene = {
  /** Nobody ever bids here. */
  readonly empty: Twin;
  /** Here five bid. */
  readonly full: Twin;
  readonly bidders: readonly Hand[];
  /** Who looks, by name of the role; somebody without an account is not among them. */
  readonly eyes: ReadonlyMap<string, Hand>;
  readonly dataDir: string;
};

/** One legal day of these training tenders: no instant of the procedure comes near while the ordeal looks. */
const DAY_SECONDS = 1_200;
const RIVAL = 5;

/** People by the demonstration's own use cases, and the two tenders; accounts that are there already are used. */
export async function setSecrecyScene(
  platform: Pick<Platform, "databaseUrl" | "env">,
  dataDir: string,
  tell: (line: string) => void,
): Promise<SecrecyScene> {
  process.env.DATABASE_URL = platform.databaseUrl;
  const deps = await workerDeps({ ...platform.env, DATA_DIR: dataDir });
  const stage: Stage = { deps, dataDir, tell: () => undefined, keys: await keyRing(dataDir) };
  const settled = await db().party.count({ where: { uscc: BIDDERS[RIVAL]!.uscc, state: "verified" } });
  if (!settled) await makeAccounts(stage);
  tell("accounts are there");
  const play: Play = { stage, troupe: troupe(stage), calendar: calendarOf(await platformNow()) };
  const host = await hostOf(ROADS, true, play);
  if (!(await db().useContract.count({ where: { partyId: host.tenderee.actor.partyId! } })))
    await useContract(host.tenderee, play);
  const eyes = new Map<string, Hand>([
    ["rival", await handOf(BIDDERS[RIVAL]!, 0, stage)],
    ["tenderee", await handOf(ROADS, 0, stage)],
    ["agency", await handOf(AGENCY, 0, stage)],
    ["evaluator", await expertHand(EXPERTS[0]!, stage)],
    ["supervisor", await handOf(SUPERVISOR, 0, stage)],
    ["operator", await handOf(OPERATOR, 0, stage)],
    ["auditor", await handOf(AUDITOR, 0, stage)],
  ]);
  const publish = (which: string) => publishTwin(host, which, { daySeconds: DAY_SECONDS }, play);
  const [empty, full] = [await publish("甲"), await publish("乙")];
  tell("two tenders are published");
  const bidders = await Promise.all(BIDDERS.slice(0, 5).map((party) => play.troupe.of(party)));
  return { empty, full, bidders, eyes, dataDir };
}

export type LotWishes = {
  /** One legal day, seconds: the deadline is forty of them ahead. */
  readonly daySeconds: number;
  readonly suite?: 1 | 2;
  readonly twoEnvelopes?: boolean;
  readonly windowSeconds?: number;
  readonly remedySeconds?: number;
  readonly resubmit?: boolean;
};

/** A tender of one lot that takes bids; all are alike but for their names. */
export async function publishTwin(
  host: Host,
  which: string,
  { daySeconds, suite = 1, ...window }: LotWishes,
  play: Play,
): Promise<Twin> {
  const now = await platformNow();
  const dayMs = daySeconds * 1000;
  const deadline = new Date(now.getTime() + 40 * dayMs);
  const terms = termsOf({ ...PLAN, ...window, now, deadline, dayMs });
  const sealed = { ...terms, opening: { ...terms.opening, suite } };
  const made = await publishTender(host, tenderPlan(which, daySeconds), [sealed], play);
  return twinOf(made.tenderId, made.lotIds[0]!, deadline);
}

async function twinOf(tenderId: string, lotId: string, deadline: Date): Promise<Twin> {
  const tender = await db().tender.findUniqueOrThrow({ where: { id: tenderId } });
  const notice = await db().notice.findFirstOrThrow({ where: { tenderId } });
  const file = await db().documentFile.findFirst({ where: { set: { lotId } } });
  return {
    tenderId,
    lotId,
    deadline,
    projectId: tender.projectId,
    code: tender.code,
    noticeId: notice.id,
    fileId: file?.fileId ?? notice.id,
  };
}

const PLAN = {
  category: "construction",
  requirements: [{ kind: "1", text: "市政公用工程施工总承包二级及以上资质" }],
  technical: "按施工图设计文件及现行规范施工。",
  standards: "CJJ 1-2008",
  ceiling: "18460000.00",
  bond: "300000.00",
  contact: { name: "司徒言", phone: "0851-05550320", email: "", address: "黔中新区会展路 5 号 12 层" },
} as const;

const tenderPlan = (which: string, daySeconds: number) => ({
  project: {
    name: `保密核对${which} 道路工程`,
    regionCode: "520100",
    industryCode: "E48",
    address: "黔中新区滨河路",
    ownerName: ROADS.name,
    fundSource: "财政资金",
    scale: "全长 1.2 km",
    approvalName: "关于道路工程可行性研究报告的批复",
    approvalNo: `黔新发改〔2026〕保${which} 号`,
    approvalAuthority: "黔中新区发展和改革局",
    contactName: "欧阳启航",
    contactPhone: "0851-05550300",
  },
  tender: {
    name: `保密核对${which} 道路工程施工`,
    type: "A02",
    category: "construction",
    content: "道路、排水工程",
    soeFunds: "true",
    investment: "20000000",
    budget: "12,000,000.00",
    training: "true",
    daySeconds: String(daySeconds),
  },
  lots: [{ name: `A01 主体工程（${which}）`, content: "主体工程", estimate: "18,500,000.00", durationDays: 360 }],
});
