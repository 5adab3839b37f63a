import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readIfThere, replaceFile } from "@/lib/adapters/loopback/keep";
import type { CertificateKind, DemoPki, IssueRequest } from "@/lib/adapters/pki/demo/pki";
import type { Signer } from "@/lib/crypto/signer";
import { openP12 } from "@/lib/crypto/signer-software";

/** A demonstration phone: somebody's certificate with its key, kept by the stand-in. */
export type Phone = { readonly id: string; readonly name: string; readonly signer: Signer };
export type Enrolment = Pick<IssueRequest, "name" | "uscc" | "personNumber" | "authority">;
type Kept = { readonly id: string; readonly name: string; readonly p12: string; readonly password: string };

export type Phones = {
  all(): readonly Phone[];
  find(id: string): Phone | null;
  /** Issues a certificate of a demonstration authority to a new phone. A real provider would look at a face first. */
  enrol(enrolment: Enrolment): Promise<Phone>;
};

const YEAR_MS = 366 * 86_400_000;

/** Reads the phones kept in `folder`. */
export async function openPhones(folder: string, pki: DemoPki, now: () => Date): Promise<Phones> {
  const file = join(folder, "phones.json");
  const kept: Kept[] = JSON.parse((await readIfThere(file)) ?? "[]") as Kept[];
  const open = async ({ id, name, p12, password }: Kept): Promise<Phone> => ({
    ...{ id, name },
    signer: await openP12(new Uint8Array(Buffer.from(p12, "base64")), password),
  });
  const phones = await Promise.all(kept.map(open));
  return {
    all: () => phones,
    find: (id) => phones.find((one) => one.id === id) ?? null,
    enrol: async (enrolment) => {
      const kind: CertificateKind = enrolment.uscc ? "company" : "person";
      const life = {
        notBefore: new Date(now().getTime() - 3_600_000),
        notAfter: new Date(now().getTime() + YEAR_MS),
      };
      const issued = await pki.issue({ kind, ...enrolment, ...life });
      const password = randomBytes(18).toString("base64url");
      const p12 = Buffer.from(issued.p12(password)).toString("base64");
      const entry = { id: randomBytes(9).toString("base64url"), name: enrolment.name, p12, password };
      const phone = await open(entry);
      kept.push(entry);
      await replaceFile(file, JSON.stringify(kept));
      phones.push(phone);
      return phone;
    },
  };
}
