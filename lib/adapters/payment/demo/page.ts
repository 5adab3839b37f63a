import type { Order } from "../wire";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const yuan = (fen: string): string => `${fen.padStart(3, "0").slice(0, -2)}.${fen.padStart(3, "0").slice(-2)}`;

/** The gateway's page: what is paid, and three ways it can end. Works without script. */
export const payPage = ({ title, amount, id }: Order): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>演示支付</title>
<style>
body { font: 16px/1.6 system-ui, "Noto Sans SC", sans-serif; margin: 0; background: #f4f5f7; color: #1b1f27; }
main { max-width: 28rem; margin: 4rem auto; background: #fff; padding: 2rem; border: 1px solid #d5d9e0; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem 1rem; margin: 0 0 1.5rem; }
dt { color: #535b69; } dd { margin: 0; overflow-wrap: anywhere; }
button { font: inherit; padding: .5rem 1.25rem; margin: 0 .5rem .5rem 0; border: 1px solid #1b4f9c; background: #fff; color: #1b4f9c; cursor: pointer; }
button[value=pay] { background: #1b4f9c; color: #fff; }
p { color: #535b69; }
</style>
</head>
<body>
<main>
<h1>演示支付 Payment sandbox</h1>
<dl>
<dt>事项</dt><dd>${escaped(title)}</dd>
<dt>金额</dt><dd>${escaped(yuan(amount))} 元</dd>
<dt>订单</dt><dd>${escaped(id)}</dd>
</dl>
<form method="post">
<button name="choice" value="pay">支付 Pay</button>
<button name="choice" value="fail">支付失败 Fail</button>
<button name="choice" value="twice">重复支付 Pay twice</button>
</form>
<p>仅供演示，不发生真实付款。For demonstration only; no money moves.</p>
</main>
</body>
</html>
`;
