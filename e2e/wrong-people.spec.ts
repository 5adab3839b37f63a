import type { Page } from "@playwright/test";
import { consoleOf } from "./console";
import { expect, test } from "./fixtures";
import { look } from "./visit";
import { need, type World, world } from "./world";

/** A kind of page, and who has no business there. `null` is somebody without an account. */
type Kind = {
  readonly name: string;
  readonly path: (here: World) => string;
  readonly wrong: readonly (string | null)[];
};

const tender = (here: World) => `/work/tenders/${need(here.tender, "tender").id}`;
const lot = (here: World) => `${tender(here)}/lots/${need(here.main, "lots").id}`;
const lotId = (here: World) => need(here.main, "lots").id;

const KINDS: readonly Kind[] = [
  { name: "待办", path: () => "/work", wrong: [null] },
  { name: "消息", path: () => "/work/messages", wrong: [null] },
  { name: "会话", path: () => "/work/sessions", wrong: [null] },
  { name: "本单位", path: () => "/work/organisation", wrong: [null] },
  {
    name: "项目",
    path: (here) => `/work/projects/${need(here.projectId, "project")}`,
    wrong: [null, "hospital1", "bidder1", "expert1"],
  },
  { name: "新建项目", path: () => "/work/projects/new", wrong: [null, "bidder1", "supervisor1"] },
  { name: "招标项目列表", path: () => "/work/tenders", wrong: [null, "bidder1", "operator1"] },
  { name: "招标项目", path: tender, wrong: [null, "hospital1", "bidder1", "operator1"] },
  { name: "新建标段", path: (here) => `${tender(here)}/lots/new`, wrong: [null, "hospital1", "bidder2"] },
  {
    name: "公告复核与签章",
    path: (here) => `${tender(here)}/notices/${need(here.noticeId, "notice")}`,
    wrong: [null, "hospital1", "bidder1"],
  },
  { name: "修改标段", path: (here) => `${lot(here)}/edit`, wrong: [null, "hospital1", "bidder1"] },
  {
    name: "定标与合同",
    path: (here) => `${lot(here)}/award`,
    wrong: [null, "hospital1", "bidder1", "operator1", "expert1"],
  },
  { name: "开始投标", path: (here) => `${lot(here)}/bid`, wrong: [null, "agency1", "supervisor1"] },
  {
    name: "投标文件",
    path: (here) => `/work/bids/${need(here.bids.bidder1, "bid")}`,
    wrong: [null, "bidder2", "agency1", "roads1", "supervisor1", "operator1"],
  },
  {
    name: "递交回执",
    path: (here) => `/work/bids/${need(here.bids.bidder1, "bid")}/receipt`,
    wrong: [null, "bidder2", "agency1", "supervisor1", "operator1"],
  },
  { name: "我的投标", path: () => "/work/bids", wrong: [null, "agency1", "supervisor1"] },
  { name: "保证金", path: () => "/work/bonds", wrong: [null, "agency1", "operator1"] },
  { name: "中标结果", path: (here) => `/work/lots/${lotId(here)}/result`, wrong: [null, "bidder4", "expert1"] },
  {
    name: "组建与启动评标",
    path: (here) => `${lot(here)}/evaluation`,
    wrong: [null, "hospital1", "bidder1", "expert8"],
  },
  {
    name: "评标室",
    path: (here) => `/room/evaluation/${lotId(here)}`,
    wrong: [null, "agency1", "roads1", "bidder1", "expert8"],
  },
  { name: "评标任务", path: () => "/work/evaluations", wrong: [null, "bidder1", "supervisor1"] },
  {
    name: "审查确认中标候选人",
    path: (here) => `/work/evaluations/${lotId(here)}`,
    wrong: [null, "agency1", "bidder1", "expert8"],
  },
  { name: "答疑", path: (here) => `${lot(here)}/questions`, wrong: [null] },
  {
    name: "异议",
    path: (here) => `/work/objections/${need(here.objectionId, "objection")}`,
    wrong: [null, "bidder2", "hospital1", "expert8"],
  },
  { name: "审计", path: () => "/work/audit", wrong: [null, "agency1", "bidder1"] },
  { name: "主体核验", path: () => "/work/operations/parties", wrong: [null, "bidder1", "roads1", "supervisor1"] },
  { name: "项目核验", path: () => "/work/operations/projects", wrong: [null, "roads1", "agency1"] },
  { name: "接口与交换", path: () => "/work/operations/exchange", wrong: [null, "roads1", "supervisor1"] },
  { name: "系统运行", path: () => "/work/operations", wrong: [null, "agency1", "bidder1"] },
  { name: "监督总览", path: () => "/work/supervision", wrong: [null, "operator1", "roads1", "bidder1"] },
  {
    name: "标段监督",
    path: (here) => `/work/supervision/lots/${lotId(here)}`,
    wrong: [null, "operator1", "agency1", "bidder1"],
  },
  { name: "操作记录", path: (here) => `/work/supervision/log/${lotId(here)}`, wrong: [null, "agency1", "bidder1"] },
  {
    name: "不存在的标段",
    path: (here) => `${tender(here)}/lots/00000000-0000-4000-8000-000000000000`,
    wrong: [null, "roads1", "bidder1"],
  },
  { name: "不成编号的地址", path: () => "/work/bids/not-a-number", wrong: [null, "bidder1"] },
];

const WORDS = {
  "zh-CN": { title: "没有找到该内容", words: "您当前的身份无权查看", home: "回到首页" },
  en: { title: "Not found", words: "does not permit to see it", home: "Home" },
} as const;

const LOOKED = new Set<string>();

for (const { name, path, wrong } of KINDS)
  test(`${name}：不该来的人`, async ({ cast }) => {
    const where = path(world());
    for (const login of wrong) {
      if (login === null) await isAskedToSignIn(await cast.nobody(), where);
      else await findsNothing((await cast.of(login)).page, where, `${login} ${where}`);
    }
  });

/** Without a session: to the sign-in page, which knows where one wanted to go. */
async function isAskedToSignIn(page: Page, where: string): Promise<void> {
  const answer = await page.goto(where);
  if (new URL(page.url()).pathname !== "/sign-in") {
    // An address that is no page at all is simply not there.
    expect(answer?.status(), where).toBe(404);
    return;
  }
  expect(new URL(page.url()).searchParams.get("next"), where).toBe(where);
  await expect(page.locator("main")).toContainText("该页面需要登录");
}

/** Not permitted and not there look the same, in both languages, and lead on. */
async function findsNothing(page: Page, where: string, who: string): Promise<void> {
  consoleOf(page).allow(/status of 404/);
  const person = who.split(" ")[0];
  for (const lang of ["zh-CN", "en"] as const) {
    await speak(page, lang);
    // Always the same page: looked at in the browser once for each person and language, then asked for with its cookies.
    if (LOOKED.has(`${person} ${lang}`)) {
      const answer = await page.request.get(where);
      expect(answer.status(), who).toBe(404);
      const text = await answer.text();
      for (const word of Object.values(WORDS[lang])) expect(text, who).toContain(word);
      continue;
    }
    const answer = await page.goto(where);
    expect(answer?.status(), who).toBe(404);
    await expect(page.locator("h1"), who).toHaveText(WORDS[lang].title);
    await expect(page.locator("main"), who).toContainText(WORDS[lang].words);
    await expect(page.getByRole("link", { name: WORDS[lang].home })).toBeVisible();
    await look(page, { lang, status: 404 });
    LOOKED.add(`${person} ${lang}`);
  }
  await speak(page, "zh-CN");
}

/** The language switch keeps a cookie; here it is set as the switch sets it, because the page visited has no switch. */
async function speak(page: Page, lang: "zh-CN" | "en"): Promise<void> {
  const origin = process.env.E2E_URL ?? "";
  await page.context().addCookies([{ name: "locale", value: lang, url: origin }]);
}
