import { createHmac, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskObjects } from "@/lib/adapters/objects/disk";
import { pdfMaker } from "@/lib/adapters/pdf/maker";
import { type DemoPki, type Issued, openDemoPki } from "@/lib/adapters/pki/demo/pki";
import { platformSigner } from "@/lib/adapters/pki/platform";
import { encodeBase64 } from "@/lib/crypto/binding";
import { toBase64url } from "@/lib/crypto/bytes";
import { canonicalBytes } from "@/lib/crypto/canonical";
import { parseCertificate } from "@/lib/crypto/certificate";
import { HPKE_ALG, makeKeyPair } from "@/lib/crypto/hpke";
import { contentToSign } from "@/lib/crypto/signer";
import { sm2Sign } from "@/lib/crypto/sm2";
import { sm2Scalar } from "@/lib/crypto/software-identity-sm2";
import { signCms } from "@/lib/crypto/cms";
import { decodeBase64 } from "@/lib/crypto/binding";
import type { Actor, Role } from "@/lib/domain/actor";
import { platformNow } from "@/lib/store/clock";
import { db, inTransaction } from "@/lib/store/db";
import { bindCertificate } from "@/lib/store/certificates";
import { giveRight } from "@/lib/store/people";
import type { Deps } from "@/lib/usecases/deps";
import type { Trustee } from "@/lib/usecases/ports/trustee";
import type { Prepared } from "@/lib/usecases/signing/act";
import type { Signed } from "@/lib/usecases/signing/accept-signature";
import { creditCode, guest, testSecrets } from "./identity";

/** One person with a certificate of the company, ready to act and to sign. */
export type Hand = { readonly actor: Actor; sign(items: readonly Prepared[]): Promise<Signed[]> };

export type TenderWorld = {
  readonly deps: Deps;
  readonly refunds: { gatewayRef: string; amountFen: bigint }[];
  party(role: Role, name: string): Promise<{ id: string; uscc: string; name: string }>;
  /** A person of the party; with `certificate` one that is bound to it. */
  hand(
    party: { id: string; uscc: string; name: string },
    role: Role,
    name: string,
    authority?: "demo-b" | "demo-c",
  ): Promise<Hand>;
  /** Signs a payment callback as the gateway does. */
  callback(content: object): { body: string; mac: string };
  close(): Promise<void>;
};

const SECRET = "gateway";
const mac = (body: string) => createHmac("sha256", SECRET).update(body).digest("hex");

/** Real adapters where they are (objects on disk, PDF, demonstration authorities), doubles for what others run. */
export async function tenderWorld(): Promise<TenderWorld> {
  const folder = await mkdtemp(join(tmpdir(), "xinbiao-tender-"));
  const pki = await openDemoPki(join(folder, "pki"));
  const refunds: { gatewayRef: string; amountFen: bigint }[] = [];
  const validity = { notBefore: new Date("2026-01-01T00:00:00Z"), notAfter: new Date("2031-01-01T00:00:00Z") };
  const company = (name: string, uscc: string, authority: "demo-b" | "demo-c" = "demo-b") =>
    pki.issue({ kind: "company", authority, name, uscc, ...validity });
  const platform = await pki.issue({
    kind: "platform",
    authority: "demo-b",
    name: "信标平台",
    uscc: creditCode(900),
    ...validity,
  });
  const trustees = await Promise.all([901, 902, 903].map((n) => trustee(pki, n, validity)));
  const deps: Deps = {
    objects: diskObjects(join(folder, "objects")),
    platform: platformSigner({
      certificateDer: platform.certificateDer,
      chainDer: platform.chainDer,
      privateKey: platform.privateKeyPkcs8,
    }),
    log: { origin: "test", verifierKey: "", sign: async () => new Uint8Array(64), intervalMs: 200 },
    trust: { list: async () => pki.trustList(), crls: async () => pki.crls(await platformNow()) },
    revocation: {
      get: () => Promise.reject(new Error("no authority in this test")),
      ask: () => Promise.reject(new Error("no responder in this test")),
    },
    tsa: { stamp: () => Promise.reject(new Error("no authority in this test")) },
    timeSources: [],
    trustees,
    witnesses: [],
    hub: { deliver: () => Promise.reject(new Error("no hub in this test")), health: async () => false },
    payment: {
      checkoutUrl: (order) => `https://pay.test/${order.id}`,
      readCallback: (body, given) => (given === mac(body) ? revive(body) : null),
      refund: async (gatewayRef, amountFen) => {
        refunds.push({ gatewayRef, amountFen });
      },
    },
    pdf: pdfMaker,
    secrets: testSecrets,
    limits: { bidBytes: 64 * 1_048_576, refusalsPerBid: 50 },
    origin: "https://xinbiao.test",
  } as Deps;
  let serial = 100;
  return {
    deps,
    refunds,
    party: async (role, name) => addParty(role, name, creditCode(serial++)),
    hand: async (party, role, name, authority) =>
      hand(party, role, name, await company(party.name, party.uscc, authority)),
    callback: (content) => {
      const body = JSON.stringify(content);
      return { body, mac: mac(body) };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function revive(body: string) {
  const value = JSON.parse(body);
  return { ...value, amountFen: BigInt(value.amountFen) };
}

async function addParty(role: Role, name: string, uscc: string) {
  const now = await platformNow();
  const row = await db().party.create({
    data: {
      uscc,
      name,
      kind: "enterprise",
      regionCode: "520100",
      legalRepresentative: "罗启明",
      address: "贵阳市观山湖区长岭北路 8 号",
      contactName: "韦清",
      contactPhone: "0851-05550100",
      roles: [role],
      state: "verified",
      createdAt: now,
    },
  });
  return { id: row.id, uscc, name };
}

async function hand(
  party: { id: string; uscc: string; name: string },
  role: Role,
  name: string,
  issued: Issued,
): Promise<Hand> {
  const now = await platformNow();
  const person = await db().person.create({
    data: {
      login: randomUUID(),
      name,
      idHash: randomUUID(),
      phone: "13800000000",
      passwordHash: "",
      totpSecret: "",
      consentAt: now,
      createdAt: now,
    },
  });
  const duties = ["operate", "sign"];
  const right = { personId: person.id, partyId: party.id, role, duties, validFrom: new Date(0), validTo: null };
  await inTransaction((tx) => giveRight(tx, right));
  const certificate = parseCertificate(issued.certificateDer);
  await inTransaction((tx) =>
    bindCertificate(tx, {
      fingerprint: certificate.fingerprint,
      partyId: party.id,
      personId: person.id,
      serial: certificate.serialHex,
      issuer: "demo",
      subject: party.name,
      algorithm: "EC",
      use: "both",
      der: issued.certificateDer,
      chain: issued.chainDer,
      notBefore: now,
      notAfter: new Date(now.getTime() + 86_400_000),
    }),
  );
  // Certificates are bound to the company: whoever acts for it may sign with them.
  await db().certificate.updateMany({ where: { fingerprint: certificate.fingerprint }, data: { personId: null } });
  const acts = { partyId: party.id, partyName: party.name, uscc: party.uscc, certSerial: certificate.serialHex };
  const actor: Actor = {
    ...guest,
    ...acts,
    personId: person.id,
    name,
    role,
    sessionId: randomUUID(),
    method: "certificate",
  };
  return { actor, sign: (items) => Promise.all(items.map((item) => signItem(item, issued))) };
}

/** As the driver in the browser does: it reads the statement before it uses the key. */
async function signItem(item: Prepared, issued: Issued): Promise<Signed> {
  const statement = decodeBase64(item.bytesBase64);
  const context = {
    origin: "https://xinbiao.test",
    purpose: item.purpose,
    title: item.title,
    nonce: "",
    expires: "2099-01-01T00:00:00Z",
    ...(item.tender ? { tender: item.tender } : {}),
  };
  const content = contentToSign(statement, context, null);
  const { certificateDer, chainDer, privateKeyPkcs8 } = issued;
  if (parseCertificate(certificateDer).publicKey.kind.type === "sm2") {
    const scalar = sm2Scalar(privateKeyPkcs8);
    const sign = async (bytes: Uint8Array) => sm2Sign(scalar, bytes);
    const cms = await signCms({ content, certificateDer, chainDer, algorithm: "sm2-sm3", sign });
    return { statement: item.bytesBase64, cms: encodeBase64(cms) };
  }
  const key = await crypto.subtle.importKey(
    "pkcs8",
    Buffer.from(privateKeyPkcs8),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["sign"],
  );
  const sign = async (bytes: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, Buffer.from(bytes)));
  const cms = await signCms({ content, certificateDer, chainDer, algorithm: "ecdsa-sha256", sign });
  return { statement: item.bytesBase64, cms: encodeBase64(cms) };
}

async function trustee(pki: DemoPki, n: number, validity: { notBefore: Date; notAfter: Date }): Promise<Trustee> {
  const uscc = creditCode(n);
  const name = `开启受托方${n}`;
  const issued = await pki.issue({ kind: "trustee", authority: "demo-b", name, uscc, ...validity });
  const { certificateDer, chainDer, privateKeyPkcs8: privateKey } = issued;
  const signer = platformSigner({ certificateDer, chainDer, privateKey });
  const refuse = () => Promise.reject(new Error("not in this test"));
  return {
    url: `https://trustee-${n}.test`,
    makeKeys: async (tender: { id: string; lot: string }, groups: number) => {
      const keys = Array.from({ length: groups }, () => toBase64url(makeKeyPair().publicKey));
      const { id, lot } = tender;
      const bytes = canonicalBytes({
        alg: HPKE_ALG,
        fmt: "SBC/1",
        keys,
        name,
        tender: { id, lot },
        type: "trustee",
        uscc,
      });
      return { bytes, cms: await signer.signStatement(bytes) };
    },
    giveShares: refuse,
    publishKeys: refuse,
    health: async () => true,
  } as unknown as Trustee;
}
