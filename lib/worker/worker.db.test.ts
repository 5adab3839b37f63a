import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peekTimestamp } from "@/lib/crypto/timestamp";
import { SYSTEM } from "@/lib/domain/actor";
import { record } from "@/lib/store/audit";
import { databaseNow, moveSandboxClock, platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { exchangeMessage } from "@/lib/store/hub-messages";
import { proofOfEvent } from "@/lib/store/log";
import { logEvent } from "@/lib/store/log-events";
import { notify } from "@/lib/store/messages";
import { type HubReport, report } from "@/lib/store/outbox";
import { keepStatement } from "@/lib/store/statements";
import { type Counterparts, startCounterparts } from "@/lib/testing/counterparts";
import { useFreshDatabase } from "@/lib/testing/database";
import { member } from "@/lib/testing/identity";
import { retryMessage } from "@/lib/usecases/exchange/retry-message";
import { workerDeps, type WorkerDeps } from "./deps";
import { startWorker, type Worker } from "./main";

useFreshDatabase({ sandbox: true });

let world: Counterparts;
let deps: WorkerDeps;
let worker: Worker;
const told: string[] = [];

beforeAll(async () => {
  world = await startCounterparts();
  deps = await workerDeps(world.env);
  worker = await startWorker(process.env.DATABASE_URL!, deps, (line) => told.push(line));
}, 60_000);
afterAll(async () => {
  await worker.stop();
  await world.close();
});

/** Waits until `look` gives something; the time limit of the test ends it otherwise. */
async function until<T>(look: () => Promise<T | null | undefined | false>, limitMs = 10_000): Promise<T> {
  for (const end = Date.now() + limitMs; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error("waited in vain");
  }
}
const inState = (id: string, state: string, limitMs?: number) =>
  until(async () => {
    const row = await exchangeMessage(id);
    return row?.state === state ? row : null;
  }, limitMs);

let serial = 0;
/** A project record that the hub accepts, with a code of its own. */
const projectReport = (changes: Partial<HubReport> = {}): HubReport => {
  const key = `E5201000001${String(++serial).padStart(6, "0")}`;
  const at = new Date();
  return {
    kind: 500,
    op: "create",
    key,
    occurredAt: at,
    payload: {
      PROJECT_CODE: key,
      PROJECT_NAME: "贵阳市东站路道路工程",
      REGION_CODE: "520100",
      LEGAL_PERSON: "贵阳市公共交通建设中心",
      INDUSTRIES_TYPE: "E48",
      FUND_SOURCE: "财政资金",
      PROJECT_SCALE: "全长 3.2 km",
      CONTACTOR: "韦清",
      CREATE_TIME: "20261124101500",
    },
    ...changes,
  };
};
const tenderReport = (project: HubReport): HubReport => ({
  kind: 501,
  op: "create",
  key: `${project.key}001`,
  occurredAt: new Date(),
  payload: {
    PROJECT_CODE: project.key,
    TENDER_PROJECT_CODE: `${project.key}001`,
    TENDER_PROJECT_NAME: "施工招标",
    TENDER_PROJECT_TYPE: "A02",
    REGION_CODE: "520100",
    TENDER_CONTENT: "道路、排水、照明",
    TENDERER_NAME: "贵阳市公共交通建设中心",
    TENDERER_CODE: "91520100MA6E12345R",
    TENDER_MODE: "1",
    TENDER_ORGANIZE_FORM: "1",
    CREATE_TIME: "20261124101500",
    SUPERVISE_DEPT_NAME: "贵阳市住房和城乡建设局",
  },
});
const send = (message: HubReport) => inTransaction((tx) => report(tx, message));

describe("the worker", () => {
  it("links every audit entry within a second of its act", async () => {
    const id = await inTransaction((tx) =>
      record(tx, SYSTEM, { action: "test.act", objectKind: "test", objectId: "1", facts: { n: 1.5 } }),
    );
    const started = Date.now();
    await until(() => db().auditLink.findUnique({ where: { entryId: id } }));
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it("gives every log event a cosigned proof within a few intervals", async () => {
    const { eventId } = await inTransaction((tx) =>
      logEvent(tx, { lotId: null, tender: null, kind: "test", hash: "a".repeat(64) }),
    );
    const started = Date.now();
    await until(() => proofOfEvent(eventId));
    expect(Date.now() - started).toBeLessThan(3_000);
  });

  it("fetches the timestamp of a statement, and a token already there stays", async () => {
    const id = await inTransaction((tx) =>
      keepStatement(tx, {
        lotId: null,
        type: "close",
        bytes: new Uint8Array([1]),
        sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
        cms: null,
        timestamp: true,
      }),
    );
    const { tst } = await until(async () => {
      const row = await db().statement.findUnique({ where: { id } });
      return row?.tst ? row : null;
    });
    expect(Buffer.from(peekTimestamp(tst!).imprint).toString("hex")).toBe(
      "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
    );
    await inTransaction(async (tx) => {
      const { enqueue } = await import("@/lib/store/jobs");
      await enqueue(tx, "timestamp.request", { statementId: id });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(Buffer.from((await db().statement.findUnique({ where: { id } }))!.tst!).equals(Buffer.from(tst!))).toBe(
      true,
    );
  });

  it("tells people outside that a message waits, once, and nothing of what it says", async () => {
    const { partyId } = await member(1, deps as never);
    const id = await inTransaction((tx) =>
      notify(tx, { to: { partyId }, kind: "opening.releaseNow", facts: { secret: "机密内容" } }),
    );
    await until(async () => (await db().delivery.findMany({ where: { messageId: id } })).length === 1);
    await inTransaction(async (tx) => {
      const { enqueue } = await import("@/lib/store/jobs");
      await enqueue(tx, "notify.send", { messageId: id });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lines = readFileSync(join(world.dataDir, "outgoing", "messages.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line.includes(id));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("机密");
  });
});

describe("R-153: exchange with the public service platform", () => {
  it("delivers in order, each message naming the one before, and keeps the hub's signed receipt", async () => {
    const project = projectReport();
    const first = await send(project);
    const second = await send({ ...project, op: "update", occurredAt: new Date(Date.now() + 1_000) });
    const one = await inState(first, "superseded");
    const two = await inState(second, "accepted");
    expect(two.prevHash).toBe(one.digest);
    expect(one.prevHash).toBeNull();
    expect(two.receipt).toMatchObject({ messageId: second, result: "accepted", code: "0" });
    expect(two.version).not.toBe(one.version);
  });

  it("a record waits for the one above it; when that arrives, it goes by itself", async () => {
    const project = projectReport();
    await world.control({ mode: "unavailable", kinds: [500] });
    const above = await send(project);
    await inState(above, "retrying");
    const below = await send(tenderReport(project));
    await until(async () => (await exchangeMessage(below))!.nextAt !== null);
    expect((await exchangeMessage(below))!.state).toBe("pending");
    expect((await exchangeMessage(below))!.attempts).toBe(0);
    await world.control({ mode: "normal" });
    await retryMessage({ ...SYSTEM, role: "operator", personId: crypto.randomUUID() }, { messageId: above }, deps);
    await inState(above, "accepted");
    await inState(below, "accepted");
  });

  it("a hub that is away is tried again in a minute; the error is kept for the operator", async () => {
    await world.control({ mode: "unavailable", times: 1 });
    const id = await send(projectReport());
    const row = await inState(id, "retrying");
    const wait = row.nextAt!.getTime() - (await databaseNow()).getTime();
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThan(61_000);
    expect(row.lastError).toContain("503");
    expect(row.attempts).toBe(1);
    const [job] = await db().$queryRaw<
      { n: bigint }[]
    >`SELECT count(*) AS n FROM graphile_worker.jobs WHERE key = ${`hub-${id}`}`;
    expect(job!.n).toBe(1n);
  });

  it("an answer that was lost on the way: sent again, received once, one receipt", async () => {
    await world.control({ mode: "drop", times: 1 });
    const id = await send(projectReport());
    const lost = await inState(id, "retrying");
    const held = world.journal.all().filter(({ receipt }) => receipt.messageId === id);
    expect(held).toHaveLength(1);
    await retryMessage({ ...SYSTEM, role: "operator", personId: crypto.randomUUID() }, { messageId: id }, deps);
    const row = await inState(id, "accepted");
    expect(row.digest).toBe(lost.digest);
    expect(row.receipt).toEqual(held[0]!.receipt);
    expect(world.journal.all().filter(({ receipt }) => receipt.messageId === id)).toHaveLength(1);
  });

  it("a slow hub delays nothing but itself", async () => {
    await world.control({ mode: "delay", delayMs: 1_500, times: 1 });
    const slow = await send(projectReport());
    await until(async () => (await exchangeMessage(slow))!.state === "sent");
    const quick = await send(projectReport());
    await inState(quick, "accepted");
    expect((await exchangeMessage(slow))!.state).toBe("sent");
    await inState(slow, "accepted");
  });

  it("a business rejection is shown with its reason and never sent again unchanged", async () => {
    const good = projectReport();
    const { PROJECT_NAME: _, ...lacking } = good.payload as Record<string, string>;
    const id = await send({ ...good, payload: lacking });
    const row = await inState(id, "rejected");
    expect(row.lastError).toContain("PROJECT_NAME");
    const operator = { ...SYSTEM, role: "operator" as const, personId: crypto.randomUUID() };
    await expect(retryMessage(operator, { messageId: id }, deps)).rejects.toMatchObject({ code: "STATE_FORBIDS" });
    await expect(retryMessage({ ...operator, role: "tenderee" }, { messageId: id }, deps)).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    const fixed = await send({ ...good, op: "update", occurredAt: new Date(Date.now() + 1_000) });
    await inState(fixed, "accepted");
    await inState(id, "superseded");
  });

  it("after a day of tries it is given to a person, who can put it back", async () => {
    await world.control({ mode: "unavailable" });
    const id = await send(projectReport());
    await inState(id, "retrying");
    await db().outboxMessage.update({ where: { id }, data: { attempts: 60 } });
    await retryMessage({ ...SYSTEM, role: "operator", personId: crypto.randomUUID() }, { messageId: id }, deps);
    expect((await inState(id, "dead")).nextAt).toBeNull();
    await world.control({ mode: "normal" });
    await retryMessage({ ...SYSTEM, role: "operator", personId: crypto.randomUUID() }, { messageId: id }, deps);
    expect((await inState(id, "accepted")).attempts).toBe(1);
  });

  it("a restricted report is held until its time, whatever the queue says, then goes by itself", async () => {
    const at = await platformNow();
    const releaseAfter = new Date(at.getTime() + 86_400_000);
    const id = await send(projectReport({ releaseAfter }));
    await new Promise((resolve) => setTimeout(resolve, 800));
    const held = (await exchangeMessage(id))!;
    expect([held.state, held.attempts, held.bytes]).toEqual(["held", 0, null]);
    await inTransaction((tx) => moveSandboxClock(tx, 86_400_000 + 5_000));
    await world.setOffset(86_400_000 + 5_000);
    await inState(id, "accepted");
  });

  it("the receipt of a notice makes the notice synced", async () => {
    const noticeId = await publishedNotice();
    await send({
      kind: 503,
      op: "create",
      key: noticeId,
      occurredAt: new Date(),
      payload: {
        BID_SECTION_CODES: "E5201000009000001001001",
        NOTICE_NAME: "招标公告",
        NOTICE_CONTENT: "正文",
        NOTICE_SEND_TIME: "20261124101500",
        NOTICE_MEDIA: "本平台",
        URL: `/notices/${noticeId}`,
        NOTICE_NATURE: "1",
        BULLETIN_TYPE: "1",
      },
    });
    const row = await until(async () => {
      const notice = await db().notice.findUnique({ where: { id: noticeId } });
      return notice?.state === "published" ? notice : null;
    });
    expect(row.syncedAt).not.toBeNull();
  });

  it("nobody's receipt counts but the hub's own", async () => {
    const { httpHub } = await import("@/lib/adapters/hub/http");
    const stranger = httpHub({
      url: world.env.HUB_URL,
      uscc: "91520100MA6E12345R",
      trust: deps.trust as never,
      now: () => new Date(),
    });
    const row = await db().outboxMessage.findFirst({ where: { state: "accepted" } });
    await expect(stranger.deliver(row!.bytes!, row!.cms!)).rejects.toThrow(/not signed by the hub/);
    const wrong = Uint8Array.from(row!.bytes!);
    wrong[wrong.length - 4]! ^= 1;
    const answer = await deps.hub.deliver(wrong, row!.cms!).catch((error: Error) => error.message);
    expect(typeof answer === "string" ? answer : answer.result).toMatch(/400|rejected/);
  });
});

async function publishedNotice(): Promise<string> {
  const person = crypto.randomUUID();
  const at = new Date();
  const project = await db().project.create({
    data: {
      code: "E5201000009000001",
      name: "p",
      tendereeId: person,
      regionCode: "520100",
      industryCode: "E48",
      address: "a",
      ownerName: "o",
      fundSource: "f",
      scale: "s",
      approvalName: "n",
      contactName: "c",
      contactPhone: "1",
      state: "active",
      createdById: person,
      createdAt: at,
    },
  });
  const tender = await db().tender.create({
    data: {
      code: "E5201000009000001001",
      projectId: project.id,
      name: "t",
      type: "A02",
      category: "construction",
      content: "c",
      regionCode: "520100",
      tendereeId: person,
      mode: "open",
      organizeForm: "self",
      statutory: true,
      stateDominant: true,
      supervisorId: person,
      state: "running",
      createdById: person,
      createdAt: at,
    },
  });
  const media = [{ kind: "hub", code: "h", name: "h", sentAt: at.toISOString(), confirmedAt: null, digest: "d" }];
  const notice = await db().notice.create({
    data: {
      tenderId: tender.id,
      type: "tenderNotice",
      state: "pendingSync",
      title: "招标公告",
      content: {},
      media,
      publishedAt: at,
      createdById: person,
      createdAt: at,
    },
  });
  return notice.id;
}
