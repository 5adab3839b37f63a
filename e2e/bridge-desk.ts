import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import { expect, type Page } from "@playwright/test";
import { parseCertificate } from "../lib/crypto/certificate";
import { readP12 } from "../lib/crypto/p12";
import { allowedUse } from "../lib/crypto/software-identity";
import { type Account, keyFile } from "./accounts";

/** The token bridge as a bidder runs it on their own machine, with what its window showed. */
export type BridgeDesk = {
  readonly port: number;
  /** How many pairing codes it has shown so far. */
  codes(): number;
  /** The code of the latest page that asks to pair. */
  code(): string;
  stop(): Promise<void>;
};

/** Starts the program itself, for pages of this origin alone; the PIN is "typed" by the environment, as `hello` admits. */
export async function startBridgeProgram(
  origin: string,
  pin: string,
  env: Readonly<Record<string, string>>,
): Promise<BridgeDesk> {
  const child = spawn(process.execPath, ["scripts/bridge.mjs"], {
    env: { ...process.env, BRIDGE_ORIGINS: origin, BRIDGE_TEST_PIN: pin, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let shown = "";
  child.stderr.on("data", (chunk) => {
    shown += chunk;
  });
  const codes = () => [...shown.matchAll(/Type into the page: (\d{6})/g)].map(([, code]) => code!);
  const port = await portOf(child, () => shown);
  return {
    port,
    codes: () => codes().length,
    code: () => codes().at(-1) ?? "",
    stop: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      }),
  };
}

const portOf = (child: ChildProcess, shown: () => string) =>
  new Promise<number>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += chunk;
      const ready = /bridge ready http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (ready) resolve(Number(ready[1]));
    });
    child.once("exit", () => reject(new Error(`the bridge did not start: ${said}${shown()}`)));
  });

/** The key that a person keeps in a file, as it would have been born in a token. */
export async function keyIn(who: Account) {
  const { keys, certificates } = await readP12(new Uint8Array(fs.readFileSync(keyFile(who))), who.p12Password);
  const of = (id: string | null) => certificates.find(({ localKeyId }) => localKeyId === id)!.der;
  const all = keys.map(({ pkcs8, localKeyId }) => ({ privateKeyPkcs8: pkcs8, certificateDer: of(localKeyId) }));
  return all.find(({ certificateDer }) => allowedUse(parseCertificate(certificateDer)) !== "encrypt")!;
}

/** Connects a page to the bridge by the code of its window; whatever form stands open takes the certificates. */
export async function pairToken(page: Page, desk: BridgeDesk, type = () => desk.code()): Promise<void> {
  const another = page.getByRole("button", { name: "使用另一个证书文件" });
  if (await another.isVisible()) await another.click();
  const connect = page.getByRole("button", { name: "连接签名助手" });
  if (!(await connect.isVisible())) await page.getByText("使用 UKey", { exact: true }).click();
  await connect.click();
  const code = page.getByLabel("配对码");
  await expect(code).toBeVisible();
  await code.fill(type());
  await page.getByRole("button", { name: "配对", exact: true }).click();
  // Well or badly, it has ended: a list of certificates that stood there before is not taken for the new one.
  await expect(code).toBeHidden({ timeout: 30_000 });
}
