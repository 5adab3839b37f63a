import { db } from "@/lib/store/db";
import { platformNow, sandboxState } from "@/lib/store/clock";
import { workerDeps } from "@/lib/worker/deps";
import { joinParty, handOf, setUpAndBind } from "@/prisma/seed/accounts";
import { hostOf, publishTender, useContract } from "@/prisma/seed/acts/host";
import { calendarOf } from "@/prisma/seed/calendar";
import { usccCheck } from "@/lib/kernel/uscc";
import { BIDDERS, type CastParty, OPERATOR, ROADS, SUPERVISOR } from "@/prisma/seed/cast";
import { goTo } from "@/prisma/seed/clock";
import { keyRing } from "@/prisma/seed/keys";
import type { Play } from "@/prisma/seed/player";
import { termsOf } from "@/prisma/seed/terms";
import { troupe } from "@/prisma/seed/troupe";
import type { Hand, Stage } from "@/prisma/seed/world";
import type { Platform } from "./platform";

/** A lot that takes bids, and who will bid. */
export type OpenLot = { readonly lotId: string; readonly tenderId: string; readonly deadline: Date };
export type Scene = {
  readonly play: Play;
  /** The tenderee's own person. */
  readonly author: Hand;
  readonly bidders: readonly Hand[];
  publish(run: number): Promise<OpenLot>;
  /** Several lots of one tender, with one deadline. */
  publishLots(run: number, lots: number): Promise<readonly OpenLot[]>;
  /** Moves the sandbox clock: nobody waits for a deadline. */
  goTo(at: Date): Promise<void>;
};

const CAST = BIDDERS.slice(0, 3);
/** One legal day of these training tenders. */
const DAY_SECONDS = 60;

/** Companies enough for a rush, each with a certificate; those that are there already are only signed in. */
export async function companies(count: number, { play }: Scene): Promise<readonly Hand[]> {
  const { stage } = play;
  const hands: Hand[] = [];
  for (let n = 1; n <= count; n++) {
    const party = companyOf(n);
    await setUpAndBind(party, stage);
    hands.push(await handOf(party, 0, stage));
    if (n % 10 === 0) stage.tell(`${n} of ${count} companies`);
  }
  return hands;
}

/** Addresses and identity numbers of the cast end here. */
export const MOST_COMPANIES = 150;

function companyOf(n: number): CastParty {
  const body = `91520100MA7YL${String(n).padStart(4, "0")}`;
  const person = { login: `rush${n}`, name: `公孙${n}`, number: 100 + n };
  return {
    ...{ uscc: body + usccCheck(body), name: `黔中演练第${n}建设有限公司`, kind: "enterprise", role: "bidder" },
    ...{ legalRepresentative: person.name, address: `黔中新区演练路 ${n} 号`, regionCode: "520100" },
    ...{ phone: "0851-05550300", authority: "demo-b", people: [person] },
  };
}

/** People and certificates of the ordeal, by the demonstration's own use cases; with kept data they are there already. */
export async function setScene(platform: Platform, dataDir: string, tell: (line: string) => void): Promise<Scene> {
  process.env.DATABASE_URL = platform.databaseUrl;
  const deps = await workerDeps({ ...platform.env, DATA_DIR: dataDir });
  const stage: Stage = { deps, dataDir, tell, keys: await keyRing(dataDir) };
  for (const party of [OPERATOR, SUPERVISOR]) await setUpAndBind(party, stage);
  const operator = await handOf(OPERATOR, 0, stage);
  for (const party of [ROADS, ...CAST]) await joinParty(party, operator, stage);
  const play: Play = { stage, troupe: troupe(stage), calendar: calendarOf(await platformNow()) };
  const host = await hostOf(ROADS, false, play);
  if (!(await db().useContract.count({ where: { partyId: host.tenderee.actor.partyId! } })))
    await useContract(host.tenderee, play);
  const publishLots = async (run: number, lots: number): Promise<readonly OpenLot[]> => {
    const now = await platformNow();
    const deadline = new Date(now.getTime() + 40 * DAY_SECONDS * 1000);
    const terms = termsOf({ ...PLAN, now, deadline, dayMs: DAY_SECONDS * 1000 });
    const { tenderId, lotIds } = await publishTender(host, tenderPlan(run, lots), Array(lots).fill(terms), play);
    // The deadline that counts is the signed one, in whole seconds.
    const signed = await db().lot.findUniqueOrThrow({ where: { id: lotIds[0]! } });
    return lotIds.map((lotId) => ({ tenderId, lotId, deadline: signed.deadline! }));
  };
  return {
    play,
    author: host.author,
    bidders: await Promise.all(CAST.map((party) => play.troupe.of(party))),
    publish: async (run) => (await publishLots(run, 1))[0]!,
    publishLots,
    goTo: async (at) => {
      await goTo(at, deps);
      if ((await sandboxState()).offsetMs === 0) throw new Error("the sandbox clock did not move");
    },
  };
}

const PLAN = {
  category: "construction",
  requirements: [{ kind: "1", text: "市政公用工程施工总承包二级及以上资质" }],
  technical: "按施工图设计文件及现行规范施工。",
  standards: "CJJ 1-2008",
  ceiling: "18460000.00",
  bond: "300000.00",
  contact: { name: "欧阳启航", phone: "0851-05550300", email: "", address: "黔中新区滨河路 36 号" },
} as const;

const tenderPlan = (run: number, lots: number) => ({
  project: {
    name: `断电演练 ${run} 道路工程`,
    regionCode: "520100",
    industryCode: "E48",
    address: "黔中新区滨河路",
    ownerName: ROADS.name,
    fundSource: "财政资金",
    scale: "全长 1.2 km",
    approvalName: "关于道路工程可行性研究报告的批复",
    approvalNo: `黔新发改〔2026〕${run} 号`,
    approvalAuthority: "黔中新区发展和改革局",
    contactName: "欧阳启航",
    contactPhone: "0851-05550300",
  },
  tender: {
    name: `断电演练 ${run} 道路工程施工`,
    type: "A02",
    category: "construction",
    content: "道路、排水工程",
    soeFunds: "true",
    investment: "20000000",
    budget: "12,000,000.00",
    training: "true",
    daySeconds: String(DAY_SECONDS),
  },
  lots: Array.from({ length: lots }, (_, at) => ({
    ...{ name: `A${String(at + 1).padStart(2, "0")} 主体工程`, content: "主体工程" },
    ...{ estimate: "18,500,000.00", durationDays: 360 },
  })),
});
