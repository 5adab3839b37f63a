import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoPki, type IssueRequest, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { decodeBase64, encodeBase64 } from "@/lib/crypto/binding";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";
import type { Actor } from "@/lib/domain/actor";
import { bindCertificate, prepareBinding } from "@/lib/usecases/certificate/bind-certificate";
import type { Deps } from "@/lib/usecases/deps";
import type { Prepared } from "@/lib/usecases/signing/act";
import { member, testSecrets } from "./identity";

export const LIFE = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2040-01-01T00:00:00Z") };

export const newAuthorities = (): Promise<DemoPki> => openDemoPki(mkdtempSync(join(tmpdir(), "xinbiao-ca-")));

/** What sign-in and signatures need from outside, with these authorities and no others on the trust list. */
export function identityDeps(pki: DemoPki): Deps {
  const trust = { list: async () => pki.trustList(), crls: () => pki.crls(new Date()) };
  return { secrets: testSecrets, origin: "http://localhost:3000", trust } as unknown as Deps;
}

/** A fresh key with its certificate, opened as a person opens the file. */
export async function newKeyFile(
  pki: DemoPki,
  request: Partial<IssueRequest> & { readonly name: string },
  life = LIFE,
) {
  const issued = await pki.issue({ kind: "company", authority: "demo-b", ...life, ...request });
  return { signer: await openP12(issued.p12("pw"), "pw"), der: issued.certificateDer };
}

/** What SignDialog does: signs the prepared statement and gives it back. */
export async function signPrepared(signer: Signer, item: Prepared) {
  const statement = decodeBase64(item.bytesBase64);
  const certificate = (await signer.list()).find(({ use }) => use !== "encrypt");
  const context = { origin: "", purpose: item.purpose, title: item.title, nonce: "", expires: "2099-01-01T00:00:00Z" };
  const { cms } = await signer.sign({ cert: certificate!.id, statement, context });
  return { statement: item.bytesBase64, cms: encodeBase64(cms) };
}

export async function bindWith(actor: Actor, signer: Signer, deps: Deps) {
  return bindCertificate(actor, { signed: await signPrepared(signer, await prepareBinding(actor, {}, deps)) }, deps);
}

/** A registered member, number `n`, whose company certificate is bound. */
export async function holder(n: number, pki: DemoPki, deps: Deps) {
  const joined = await member(n, deps);
  const { signer, der } = await newKeyFile(pki, { name: joined.form.name, uscc: joined.form.uscc });
  const { certificateId } = await bindWith(joined.actor, signer, deps);
  return { ...joined, signer, der, certificateId };
}
