// What the start says last: where, who, and what to try first.
import fs from "node:fs";
import path from "node:path";

/**
 * Text for the terminal. The demonstration accounts are those that the seed wrote to `<DATA_DIR>/demo/accounts.json`:
 * `[{ role: { zh, en }, name, organisation, login, password, p12, p12Password }]`, file paths absolute or under DATA_DIR.
 */
export function welcome({ origin, env }) {
  const accounts = fewOfEach(accountsOf(env.DATA_DIR));
  const parts = ["", `  打开 Open   ${origin}`, ""];
  if (accounts.length)
    parts.push(
      "  演示账户 Demo accounts（证书登录：选择 .p12 文件 / sign in with the .p12 file）",
      "",
      ...table(accounts, env.DATA_DIR),
      "",
    );
  parts.push(...FIRST.map((line) => `  ${line}`), "", "  Ctrl-C 停止全部进程 stops everything", "");
  return parts.join("\n");
}

const FIRST = [
  "先试试 Try first:",
  "  1. 首页浏览公告，无需登录。Read the notices on the home page; no login is needed.",
  "  2. 用招标人证书登录，发布一个演练项目。Sign in as the tenderee and publish a training tender.",
  "  3. 用三个投标人账户加密递交投标文件，等待自动开标。Seal and submit three bids, then watch the opening.",
  "  4. 用 npm run xinbiao -- verify 独立核验公开的证明。Verify the published proofs by yourself.",
];

export function accountsOf(dataDir) {
  const file = path.join(dataDir, "demo", "accounts.json");
  if (!fs.existsSync(file)) return [];
  const value = JSON.parse(fs.readFileSync(file, "utf8"));
  return Array.isArray(value) ? value : (value.accounts ?? []);
}

const SHOWN = 3;

/** Twelve evaluators would push the address off the screen; all are in the file. */
function fewOfEach(accounts) {
  const seen = new Map();
  return accounts.filter(({ role }) => {
    const key = JSON.stringify(role);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return seen.get(key) <= SHOWN;
  });
}

function table(accounts, dataDir) {
  const base = `${dataDir}${path.sep}`;
  const rows = accounts.map(({ role, name, organisation, login, password, p12, p12Password }) => [
    typeof role === "object" ? `${role.zh} ${role.en}` : String(role ?? ""),
    [organisation, name].filter(Boolean).join(" · "),
    [login, password].filter(Boolean).join(" / "),
    p12 ? `${path.resolve(base, p12)}${p12Password ? ` (${p12Password})` : ""}` : "",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => width(row[column]))));
  return rows.map(
    (row) =>
      `  ${row.map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell)))).join("  ")}`,
  );
}

/** Columns on a terminal: a Chinese character takes two. */
const width = (text) => [...text].reduce((sum, character) => sum + (character.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
