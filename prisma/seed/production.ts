import { platformNow } from "@/lib/store/clock";
import { db } from "@/lib/store/db";
import { giveReason } from "@/lib/usecases/document/give-reason";
import { uploadFile } from "@/lib/usecases/file/upload-file";
import { bid, type Offer, obtain } from "./acts/bidder";
import { draft, type Host, hostOf, type Made, pieces, publish, setUpTender, submit } from "./acts/host";
import { closed, type Entered, finish, openAll } from "./acts/opening";
import type { CastParty } from "./cast";
import { issuedBy } from "./lawful";
import { paper } from "./paper";
import type { Play, Step } from "./player";
import { GOODS_BRIEF } from "./prose/goods";
import { SERVICES_BRIEF } from "./prose/services";
import { WORKS_BRIEF } from "./prose/construction";
import { type TermsPlan, termsOf } from "./terms";

export type Bidding = Offer & { readonly bidder: number };
export type LotScript = {
  readonly name: string;
  readonly content: string;
  readonly estimate: string;
  readonly durationDays: number;
  readonly deadline: Date;
  readonly terms: Pick<TermsPlan, "requirements" | "technical" | "standards" | "ceiling" | "bond"> & Partial<TermsPlan>;
  readonly offers: readonly Bidding[];
};
/** One tender of the demonstration: its people, its papers, its lots with what will be bid for them. */
export type Script = {
  /** A few words, for the progress. */
  readonly name: string;
  readonly tenderee: CastParty;
  readonly entrusted: boolean;
  readonly category: TermsPlan["category"];
  readonly project: Record<string, unknown>;
  readonly tender: Record<string, unknown>;
  readonly lots: readonly LotScript[];
};

const BRIEF = { construction: WORKS_BRIEF, goods: GOODS_BRIEF, services: SERVICES_BRIEF } as const;

/** The usual steps of a tender's life, each to be put at its time; whatever is unusual uses what is exposed here. */
export type Production = {
  readonly host: () => Host;
  readonly made: () => Made;
  readonly lotId: (n: number) => string;
  readonly entered: (n: number) => Entered[];
  /** Project, check, tender, lots and complete drafts. */
  drafted(at: Date): Step;
  submitted(at: Date): Step;
  published(at: Date): Step;
  /** Drafted, reviewed and published in one go; earlier than planned where bids would close too soon after it. */
  announced(at: Date): Step;
  /** Everybody who will bid obtains the documents; the bids come later. */
  obtained(at: Date): Step;
  bids(n: number, at: Date): Step;
  /** At the deadline: decryption by all, shares, announcement. */
  opened(n: number): Step;
  /** The signed opening record. */
  recorded(n: number, at: Date): Step;
  /** At the deadline, with too few bids. */
  failed(n: number): Step;
};

export function production(script: Script, play: Play): Production {
  const { stage } = play;
  let host: Host | null = null;
  let made: Made | null = null;
  let noticeId = "";
  const entered = script.lots.map((): Entered[] => []);
  const deadlines = script.lots.map(({ deadline }) => deadline);
  const there = <T>(value: T | null): T => {
    if (value === null) throw new Error(`${script.name} is not set up yet`);
    return value;
  };
  const step = (at: Date, what: string, run: () => Promise<void>): Step => ({ at, what, run });
  const lotId = (n: number) => there(made).lotIds[n]!;

  const setUp = async () => {
    host = await hostOf(script.tenderee, script.entrusted, play);
    made = await setUpTender(host, { ...script, lots: script.lots.map(plainLot) }, play);
    for (const [n, lot] of script.lots.entries()) await draftLot(script, lot, lotId(n), host, play);
  };
  const hand = async () => {
    noticeId = await submit(there(host), there(made), play);
  };
  const issue = () => publish(there(host), noticeId, play);

  return {
    host: () => there(host),
    made: () => there(made),
    lotId,
    entered: (n) => entered[n]!,
    drafted: (at) => step(at, "编制招标文件", setUp),
    submitted: (at) => step(at, "送审", hand),
    published: (at) => step(at, "发布公告", issue),
    announced: (at) =>
      step(script.tender.training ? at : issuedBy(at, deadlines), "发布公告和招标文件", async () => {
        await setUp();
        await hand();
        await issue();
      }),
    obtained: (at) =>
      step(at, "获取招标文件", async () => {
        for (const [n, { offers }] of script.lots.entries())
          for (const { bidder } of offers) await obtain(await play.troupe.bidder(bidder), lotId(n));
      }),
    bids: (n, at) =>
      step(at, `递交投标文件 ${n + 1}`, async () => {
        for (const { bidder, ...offer } of script.lots[n]!.offers) {
          const entrant = await play.troupe.bidder(bidder);
          entered[n]!.push({ bidder: entrant, bidId: await bid(entrant, lotId(n), offer, play) });
        }
      }),
    opened: (n) => step(script.lots[n]!.deadline, `开标 ${n + 1}`, () => openAll(lotId(n), entered[n]!, play)),
    recorded: (n, at) => step(at, `开标记录 ${n + 1}`, () => finish(there(host).author, lotId(n), play)),
    failed: (n) =>
      step(script.lots[n]!.deadline, `开标 ${n + 1}`, async () => {
        await closed(lotId(n), play).catch(async (error: unknown) => {
          const { failedAt } = await db().lot.findUniqueOrThrow({ where: { id: lotId(n) } });
          if (!failedAt) throw error;
        });
        stage.tell("投标人不足三个 fewer than three");
      }),
  };
}

const plainLot = ({ name, content, estimate, durationDays }: LotScript) => ({ name, content, estimate, durationDays });

async function draftLot(script: Script, lot: LotScript, lotId: string, host: Host, { stage }: Play): Promise<void> {
  const { author } = host;
  const contact = {
    name: author.actor.name,
    phone: "0851-05550388",
    email: "",
    address: script.entrusted ? "黔中新区会展路 5 号 12 层" : script.tenderee.address,
  };
  const now = await platformNow();
  const terms = termsOf({ category: script.category, contact, now, deadline: lot.deadline, ...lot.terms });
  const name = `${lot.name}需求说明.pdf`.replaceAll(/[/\\]/g, "");
  const brief = await paper(`${lot.name}需求说明`, [lot.content, ...BRIEF[script.category]]);
  const file = await uploadFile(author.actor, { name, body: pieces(brief) }, stage.deps);
  const files = { files: [{ fileId: file.id, name, role: "other" as const }] };
  await draft(author, lotId, { ...terms, files });
  if (lot.terms.fee) {
    const reason = "图纸为晒制蓝图，按照印制成本收取工本费，售价经招标人集体研究确定。";
    await giveReason(author.actor, { lotId, finding: "fee", reason });
  }
}
