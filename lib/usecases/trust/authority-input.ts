import { z } from "zod";
import { encodeBase64, type IdentityRule, type TrustedAuthority } from "@/lib/crypto/binding";
import { certificatesFromPem } from "@/lib/crypto/certificate";
import { readRule } from "@/lib/crypto/trust-list";
import { Refusal } from "@/lib/domain/refusal";

const lines = z.string().max(20_000).default("");

/** One authority as an operator writes it: certificates as PEM, addresses and places one a line. */
export const authorityInput = z.strictObject({
  id: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{1,39}$/),
  name: z.string().trim().min(2).max(100),
  uses: z.array(z.enum(["sign", "tsa"])).min(1),
  algorithms: z.array(z.enum(["rsa", "ecdsa", "sm2"])).min(1),
  anchors: z.string().min(1).max(200_000),
  intermediates: z.string().max(400_000).default(""),
  crlUrls: lines,
  ocspUrls: lines,
  company: lines,
  person: lines,
  extendedKeyUsages: lines,
  /** Beijing date and minute, or empty while the authority is in good standing. */
  distrustAfter: z.union([z.literal(""), z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)]).default(""),
  contact: z.string().trim().min(2).max(200),
});
export type AuthorityInput = z.output<typeof authorityInput>;

const refuse = (fault: string): never => {
  throw new Refusal("TRUST_CHANGE_INVALID", { fault }, ["R-30"]);
};

/** The authority a form says. @throws {Refusal} TRUST_CHANGE_INVALID */
export function authorityOfInput(input: AuthorityInput): TrustedAuthority {
  const { id, name, uses, algorithms, contact, distrustAfter } = input;
  return {
    id,
    name: name.normalize("NFC"),
    uses: [...uses].sort(),
    anchors: pems(input.anchors),
    intermediates: input.intermediates.trim() === "" ? [] : pems(input.intermediates),
    crlUrls: linesOf(input.crlUrls),
    ocspUrls: linesOf(input.ocspUrls),
    company: linesOf(input.company).map(rule),
    person: linesOf(input.person).map(rule),
    algorithms: [...algorithms].sort(),
    extendedKeyUsages: linesOf(input.extendedKeyUsages),
    distrustAfter: distrustAfter === "" ? null : instantOf(distrustAfter),
    contact: contact.normalize("NFC"),
  };
}

const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

const rule = (line: string): IdentityRule => readRule(line) ?? refuse("rule");

function pems(text: string): string[] {
  try {
    const found = certificatesFromPem(text).map(encodeBase64);
    return found.length > 0 ? found : refuse("pem");
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse("pem");
  }
}

function instantOf(local: string): string {
  const at = new Date(`${local}:00+08:00`);
  return Number.isNaN(at.getTime()) ? refuse("shape") : `${at.toISOString().slice(0, 19)}Z`;
}
