import { account } from "./accounts";
import { expect, test } from "./fixtures";
import { ready } from "./ready";
import { signInByCertificate } from "./sign-in";

const origin = () => process.env.E2E_URL!;
const ALWAYS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "strict-transport-security": "max-age=31536000",
};
/** Pages of every frame, one that does not exist among them, and what is no page. */
const PAGES = ["/", "/sign-in", "/notices", "/trust", "/verify", "/no-such-page", "/work"];
const OTHERS = ["/api/time", "/.well-known/security.txt", "/api/v1/files/00000000-0000-4000-8000-000000000000"];

test("每个页面只运行本站脚本：带一次性随机数的 CSP，没有 unsafe-inline；各应答头齐全", async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of [...PAGES, ...OTHERS]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers, path).toMatchObject(ALWAYS);
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (OTHERS.includes(path)) continue;
    const policy = headers["content-security-policy"] ?? "";
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
    expect(scripts, path).toMatch(/'nonce-[A-Za-z0-9+/=]{20,}'/);
    expect(scripts, path).not.toMatch(/'unsafe-(inline|eval|hashes)'|\*|https?:/);
    for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'self'"])
      expect(policy, path).toContain(rule);
    nonces.add(/'nonce-([^']+)'/.exec(scripts)![1]!);
  }
  expect(nonces.size).toBe(PAGES.length);
  const told = await request.get("/.well-known/security.txt");
  expect(told.headers()["content-type"]).toContain("text/plain");
  const text = await told.text();
  expect(text).toMatch(/^Contact: mailto:.+@.+$/m);
  expect(new Date(/^Expires: (.+)$/m.exec(text)![1]!).getTime()).toBeGreaterThan(Date.now());
});

test("登录接口只收登录表单：别的地址、别的格式、过长的内容、无法解码的网址都不进平台", async ({ request }) => {
  const post = async (path: string, data: string, type = "application/x-www-form-urlencoded") =>
    (await request.post(path, { data, headers: { "content-type": type }, maxRedirects: 0 })).status();
  // A visitor's words would stand in our log.
  expect(await post("/api/auth/_log", "level=error&code=x&message=y")).toBe(404);
  expect(await post("/api/auth/session", "{}", "application/json")).toBe(404);
  expect(await post("/api/auth/callback/password", "{", "application/json")).toBe(415);
  expect(await post("/api/auth/callback/certificate", `cms=${"A".repeat(6_100_000)}`)).toBe(413);
  expect((await request.get("/api/auth/callback/password", { maxRedirects: 0 })).status()).toBe(404);
  for (const path of ["/join/%ff", "/api/v1/files/%e4%b8"])
    expect((await request.get(path, { maxRedirects: 0 })).status(), path).toBe(400);
});

test("混入页面的脚本不会运行；会话 Cookie 脚本读不到；别的网站不能借会话办事；存放的文件不在本站打开", async ({
  browser,
}) => {
  const context = await browser.newContext({ locale: "zh-CN" });
  const page = await context.newPage();
  await signInByCertificate(page, account("bidder2"));
  await ready(page);
  const ran = await page.evaluate(async () => {
    const slipped =
      '<img src="/nothing" onerror="window.slipped=1"><iframe srcdoc="<script>top.slipped=1</script>"></iframe>';
    document.body.insertAdjacentHTML("beforeend", slipped);
    await new Promise((done) => setTimeout(done, 500));
    return (window as unknown as { slipped?: number }).slipped ?? 0;
  });
  expect(ran).toBe(0);

  const cookies = await context.cookies();
  const session = cookies.filter(({ name }) => /session-token/.test(name));
  expect(session.length).toBeGreaterThan(0);
  for (const { name, httpOnly, sameSite, secure } of session)
    expect({ name, httpOnly, sameSite, secure }).toEqual({
      ...{ name, httpOnly: true, sameSite: "Lax", secure: origin().startsWith("https:") },
    });
  expect(await page.evaluate(() => document.cookie)).not.toContain("session-token");

  // A form on another site comes with the session, if the browser lets it, but from there.
  const evil = { origin: "https://evil.example" };
  const api = await page.request.post("/api/v1/readiness/challenge", { headers: evil, data: {} });
  expect(api.status()).toBe(403);
  expect((await page.request.post("/api/v1/readiness/challenge", { data: {} })).status()).toBe(200);
  const named = { "x-file-name": "x.pdf" };
  const pdf = Buffer.from(`%PDF-1.7\n${"x".repeat(64)}\n%%EOF\n`);
  expect((await page.request.post("/api/v1/files", { headers: { ...evil, ...named }, data: pdf })).status()).toBe(403);
  // A server action as the page sends it, and the very same from another site.
  const [asked] = await Promise.all([
    page.waitForRequest((one) => one.headers()["next-action"] !== undefined),
    page.getByRole("button", { name: "English" }).first().click(),
  ]);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  const headers = { "next-action": asked.headers()["next-action"]!, "content-type": asked.headers()["content-type"]! };
  const again = (from: string) =>
    page.request.post(asked.url(), { headers: { ...headers, origin: from }, data: asked.postDataBuffer()! });
  expect((await again(origin())).status()).toBeLessThan(400);
  expect((await again(evil.origin)).status()).toBeGreaterThanOrEqual(400);

  const kept = await page.request.post("/api/v1/files", { headers: named, data: pdf });
  expect(kept.status()).toBe(201);
  const { id } = (await kept.json()) as { id: string };
  const file = await page.request.get(`/api/v1/files/${id}`);
  expect(file.headers()).toMatchObject({
    "content-disposition": "attachment; filename*=UTF-8''x.pdf",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
  // What is a page by its contents is no evidence, whatever its name.
  const html = Buffer.from("<!doctype html><script>alert(1)</script>");
  expect((await page.request.post("/api/v1/files", { headers: named, data: html })).status()).toBe(422);
  await context.close();
});
