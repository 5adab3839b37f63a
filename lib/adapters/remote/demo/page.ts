import { parseCanonical } from "@/lib/crypto/canonical";
import { decodeBase64 } from "@/lib/crypto/binding";
import { statementMark } from "@/lib/crypto/signer";
import type { Order, Status } from "./desk";
import type { Phone } from "./phones";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The phone's screens. They work without script, in both languages at once. */
const page = (title: string, body: string, refresh = false): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${refresh ? '<meta http-equiv="refresh" content="3">' : ""}
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>
body { font: 16px/1.6 system-ui, "Noto Sans SC", sans-serif; margin: 0; background: #f4f5f7; color: #1b1f27; }
main { max-width: 24rem; margin: 2rem auto; background: #fff; padding: 1.5rem; border: 1px solid #d5d9e0; border-radius: 1rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
dl { margin: 0 0 1rem; } dt { color: #535b69; } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; font-weight: 600; }
label { display: block; margin: .5rem 0; }
input, select { font: inherit; padding: .4rem; border: 1px solid #8a93a3; width: 100%; box-sizing: border-box; }
input.number { font-size: 1.75rem; width: 5rem; letter-spacing: .25rem; }
button { font: inherit; padding: .5rem 1.25rem; margin: .5rem .5rem .5rem 0; border: 1px solid #1b4f9c; background: #fff; color: #1b4f9c; cursor: pointer; }
button[value=approve], button.main { background: #1b4f9c; color: #fff; }
p.note { color: #535b69; }
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
<p class="note">演示手机，仅供演示。Demonstration phone, for demonstration only.</p>
</main>
</body>
</html>
`;

const PURPOSE: Readonly<Record<string, string>> = {
  login: "登录 Sign in",
  connect: "连接网页 Connect to a page",
  unwrap: "解密 Decrypt",
  seal: "封签投标文件 Seal a bid",
  withdraw: "撤回投标 Withdraw a bid",
  release: "开标解密 Release a bid",
  document: "签署文件 Sign a document",
  "bind-certificate": "绑定证书 Bind this certificate",
  "readiness-challenge": "证书自检 Readiness check",
  act: "签署 Sign an act",
};

/** What a key is asked to open says only, in its statement, what for. */
const OPENS: Readonly<Record<string, string>> = {
  release: "解密投标文件 Decrypt a bid",
  readiness: "投标准备检查 Readiness check",
};

/** By the statement where it says it: whoever asks may write anything beside it. */
function whatOf({ kind, statement, title }: Order): string {
  const content = parseCanonical(decodeBase64(statement)) as Readonly<Record<string, unknown>>;
  return kind === "unwrap"
    ? (OPENS[String(content.purpose)] ?? String(content.purpose))
    : String(content.title ?? title);
}

export function requestPage(order: Order): string {
  const lines: [string, string][] = [
    ["事项 Purpose", PURPOSE[order.purpose] ?? order.purpose],
    ["内容 What", whatOf(order)],
    ...(order.tender ? ([["标段 Lot", order.tender]] as [string, string][]) : []),
    ["平台 Platform", order.origin],
    ["摘要值前 8 位 Hash", statementMark(decodeBase64(order.statement))],
  ];
  return page(
    "确认签名 Confirm",
    `<dl>${lines.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join("")}</dl>
<form method="post">
<label>输入电脑上显示的两位数字 The two digits shown on the computer
<input class="number" name="number" inputmode="numeric" maxlength="2" autocomplete="off"></label>
<button name="choice" value="approve">确认 Approve</button>
<button name="choice" value="refuse">拒绝 Refuse</button>
</form>`,
  );
}

const ENDED: Readonly<Record<Status["state"], string>> = {
  waiting: "等待确认。Waiting.",
  approved: "已确认，请回到电脑。Approved; go back to the computer.",
  refused: "已拒绝，没有签名。Refused; nothing was signed.",
  wrongNumber:
    "数字不一致，没有签名。请在电脑上重新发起。The number was another; nothing was signed. Start again on the computer.",
  expired: "已过期，没有签名。Expired; nothing was signed.",
};

export const endedPage = (status: Status | null): string =>
  page("签名 Signature", `<p role="status">${ENDED[status?.state ?? "expired"]}</p>`);

/** Whoever scanned a square code says which phone this is. */
export const choosePage = (phones: readonly Phone[], requestId: string): string =>
  page(
    "选择演示手机 Choose a phone",
    `<ul>${phones
      .map(({ id, name }) => `<li><a href="/phones/${id}/requests/${requestId}">${escaped(name)}</a></li>`)
      .join("")}</ul>
<p><a href="/phones">登记一部演示手机 Enrol a phone</a></p>`,
  );

export const phonePage = ({ id, name }: Phone, orders: readonly Order[]): string =>
  page(
    name,
    orders.length === 0
      ? '<p role="status">没有待确认的事项。Nothing to confirm.</p>'
      : `<ul>${orders
          .map(
            (order) =>
              `<li><a href="/phones/${id}/requests/${order.id}">${escaped(PURPOSE[order.purpose] ?? order.purpose)}：${escaped(whatOf(order))}</a></li>`,
          )
          .join("")}</ul>`,
    true,
  );

export const enrolPage = (phones: readonly Phone[]): string =>
  page(
    "演示手机 Phones",
    `<ul>${phones.map(({ id, name }) => `<li><a href="/phones/${id}">${escaped(name)}</a></li>`).join("")}</ul>
<form method="post">
<label>单位或个人名称 Name <input name="name" maxlength="100" required></label>
<label>统一社会信用代码（单位证书）Credit code, for a company <input name="uscc" maxlength="18"></label>
<label>证件号码（个人证书，仅限演示号码）Identity number, for a person; demonstration numbers only <input name="personNumber" maxlength="18"></label>
<label>认证机构 Authority
<select name="authority"><option value="demo-b">云岩演示电子认证 ECDSA</option><option value="demo-a">黔信演示数字证书 RSA</option><option value="demo-c">筑城演示商密认证 SM2</option></select></label>
<button class="main">登记 Enrol</button>
</form>`,
  );
