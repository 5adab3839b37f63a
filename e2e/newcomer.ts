import fs from "node:fs";
import path from "node:path";
import { openDemoPki } from "../lib/adapters/pki/demo/pki";
import { usccCheck } from "../lib/kernel/uscc";
import { type Account, dataDir } from "./accounts";
import { keep, need, world } from "./world";

const PASSWORD = "qiaoliang-luopu-2026";

/** The organisation that registers in this run, and its person. */
export function newcomer(): Account {
  const { run } = world();
  const made = world().newcomer ?? {
    login: `newcomer${run}`,
    name: `黔中临渊路桥工程有限公司${run}`,
    uscc: usccOf(run),
    person: "东方既白",
    totpSecret: "",
  };
  return {
    login: made.login,
    name: made.person,
    organisation: made.name,
    roleId: "bidder",
    uscc: made.uscc,
    password: PASSWORD,
    totpSecret: made.totpSecret,
    p12: path.join("demo", "accounts", `${made.login}.p12`),
    p12Password: "newcomer-key",
  };
}

/** Keeps what the authenticator app of the new person was given. */
export function keepNewcomer(totpSecret: string): void {
  const { login, organisation, uscc, name } = newcomer();
  keep({ newcomer: { login, name: organisation, uscc, person: name, totpSecret } });
}

function usccOf(run: string): string {
  const body = `91520100MA6${run}`;
  return body + usccCheck(body);
}

/** A demonstration identity number of nobody, with a right check character. */
export function identityNumberOf(run: string): string {
  const body = `5201001991${run.slice(0, 2) > "12" ? "07" : "01"}${String((Number(run.slice(2, 4)) % 28) + 1).padStart(2, "0")}${run.slice(3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + "10X98765432"[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11];
}

/** The certificate that the new organisation buys from one of the demonstration authorities. */
export async function buyCertificate(): Promise<void> {
  const who = need(world().newcomer, "registration");
  const pki = await openDemoPki(path.join(dataDir(), "demo", "ca"));
  const issued = await pki.issue({
    kind: "company",
    authority: "demo-b",
    name: who.name,
    uscc: who.uscc,
    notBefore: new Date("2023-01-01T00:00:00Z"),
    notAfter: new Date("2040-12-31T23:59:59Z"),
  });
  const { p12, p12Password } = newcomer();
  fs.writeFileSync(path.join(dataDir(), p12), issued.p12(p12Password));
}
