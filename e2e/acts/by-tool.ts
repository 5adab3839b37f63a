import fs from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { type Account, dataDir, keyFile } from "../accounts";
import { paper } from "../papers";
import { program } from "../sealed";

/** Where the offline tool's files are. */
export const here = (name: string) => path.join(dataDir(), `sealed-${name}`);

/** The offline tool, as somebody runs it who has the certificate of this account. @returns what it printed */
export async function tool(who: Account, args: readonly string[]): Promise<string> {
  const ran = await program("xinbiao", [...args, "--p12", keyFile(who)], { XINBIAO_PASSPHRASE: who.p12Password });
  expect(ran.code, ran.out).toBe(0);
  return ran.out;
}

const papers = () => ["--tender", here("tender.json"), "--policy", here("policy.json")];
/** Technical paper and priced bill: what every bid made by the tool holds. */
export const bidFiles = async () => [await paper("施工组织设计", 5), await paper("已标价工程量清单", 5)];

/** Seals for the lot whose record and policy are there; the list of contents is written beside the container. */
export async function sealByTool(who: Account, price: string): Promise<void> {
  const { login } = who;
  const offer = { duration_days: "240", quality: "合格", manager: "令狐嘉", certificate: "贵1" };
  fs.writeFileSync(here(`${login}.json`), JSON.stringify({ price, currency: "CNY", ...offer }));
  fs.rmSync(here(`${login}.sbc`), { force: true });
  const out = ["--out", here(`${login}.sbc`), "--secrets", here(`${login}-${Date.now()}.json`)];
  const [plan, bill] = await bidFiles();
  await tool(who, ["seal", ...papers(), "--form", here(`${login}.json`), ...out, plan!, `price=${bill}`]);
}

const platform = () => ["--platform", process.env.E2E_URL!, "--json"];
export const submission = ({ login }: Account) => ["submit", here(`${login}.sbc`), ...platform()];

/** The same content under new keys; nothing of the platform is needed for it. */
export async function sealAgain(who: Account): Promise<void> {
  const at = (name: string) => here(`${who.login}${name}`);
  for (const name of ["-again.sbc", "-again.json"]) fs.rmSync(at(name), { force: true });
  const before = ["--again", at(".sbc"), "--manifests", at(".manifests.json")];
  const after = ["--out", at("-again.sbc"), "--secrets", at("-again.json")];
  await tool(who, ["seal", ...before, ...papers(), ...after, ...(await bidFiles())]);
}

/** Submits it in the remedial window, twice: the second run finds what the first did, and the receipt is a file. */
export async function submitAgain(who: Account, bidId: string): Promise<void> {
  const at = (name: string) => here(`${who.login}${name}`);
  const args = ["submit", at("-again.sbc"), "--resubmission", "--secrets", at("-again.json"), ...platform()];
  const first = JSON.parse(await tool(who, args));
  expect(first).toMatchObject({ bidId, submitted: true });
  expect(JSON.parse(await tool(who, args))).toEqual(first);
  const judged = await program("xinbiao", ["receipt", at("-again.sbcr"), "--container", at("-again.sbc")]);
  // Without the log's keys it is "incomplete".
  expect(judged.code, judged.out).toBe(2);
}
