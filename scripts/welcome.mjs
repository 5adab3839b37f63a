// What the start says last: where, who, and what to try first.
import fs from "node:fs";
import path from "node:path";

/**
 * Text for the terminal: one account for each role. The others, with passwords and certificate files, are those that the
 * seed wrote to `<DATA_DIR>/demo/accounts.json`.
 */
export function welcome({ origin, env }) {
  const accounts = accountsOf(env.DATA_DIR);
  const parts = ["", `  打开 Open   ${origin}`];
  if (accounts.length) parts.push("", ...accountLines(accounts, env.DATA_DIR), "", ...FIRST);
  parts.push("", "  Ctrl-C 停止全部进程 stops everything", "");
  return parts.join("\n");
}

const FIRST = [
  "  先试试 Try first:",
  "  1. 首页浏览公告与开标大厅，无需登录。Read the notices and openings; no login is needed.",
  "  2. 以 bidder1 登录，在“演练街区人行道改造（一）施工”投标。Sign in as bidder1 and bid in the training tender.",
  "  3. 按 README 从公告走到合同。Follow the README from the notice to the contract.",
  "  4. npm run xinbiao -- audit   检查操作记录 checks the record",
];

export function accountsOf(dataDir) {
  const file = path.join(dataDir, "demo", "accounts.json");
  if (!fs.existsSync(file)) return [];
  const value = JSON.parse(fs.readFileSync(file, "utf8"));
  return Array.isArray(value) ? value : (value.accounts ?? []);
}

function accountLines(accounts, dataDir) {
  const first = accounts.filter(({ roleId }, at) => accounts.findIndex((other) => other.roleId === roleId) === at);
  const { password, p12Password } = first[0];
  const folder = path.dirname(path.resolve(dataDir, first[0].p12));
  return [
    "  演示账户，每种角色一个 Demo accounts, one for each role:",
    ...table(
      first.map(({ role, name, organisation, login }) => [
        `${role.zh} ${role.en}`,
        `${login}.p12`,
        `${organisation} · ${name}`,
      ]),
    ),
    `  证书登录 certificates in   ${folder}   口令 password   ${p12Password}`,
    `  或用户名与口令 or login and password   ${password}   （验证码密钥 code secret: accounts.json）`,
    `  其余 ${accounts.length - first.length} 个 the others   ${path.resolve(dataDir, "demo", "accounts.json")}`,
  ];
}

function table(rows) {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => width(row[column]))));
  const padded = (cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell)));
  return rows.map((row) => `    ${row.map(padded).join("  ").trimEnd()}`);
}

/** Columns on a terminal: a Chinese character takes two. */
const width = (text) => [...text].reduce((sum, character) => sum + (character.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
