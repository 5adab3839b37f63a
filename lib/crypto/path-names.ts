import type { Certificate } from "./certificate";
import type { Subtrees } from "./extensions";
import type { GeneralName } from "./general-name";
import { valuesOf } from "./name";
import { OID } from "./oids";
import { type Budget, pathFails } from "./path-types";

/** All name constraints met from the anchor down to, but without, the certificate that is looked at. */
export type Constraints = readonly Subtrees[];

/**
 * Applies name constraints (RFC 5280 §4.2.1.10, §6.1.3 b, c): directoryName, DNS, e-mail, URI, IP.
 * Constraints of another form, or malformed ones, refuse: what cannot be understood cannot be kept.
 * @throws pathError PATH_NAME_CONSTRAINT, PATH_NAME_CONSTRAINT_UNSUPPORTED, PATH_BUDGET
 */
export function checkNames(certificate: Certificate, constraints: Constraints, budget: Budget): void {
  if (constraints.length === 0) return;
  const names = namesOf(certificate);
  for (const { permitted, excluded } of constraints) {
    for (const base of [...permitted, ...excluded]) checkBase(base);
    for (const name of names) {
      spend(budget, permitted.length + excluded.length);
      if (excluded.some((base) => base.form === name.form && within(name, base)))
        pathFails("PATH_NAME_CONSTRAINT", `${name.form} name is excluded`);
      const same = permitted.filter((base) => base.form === name.form);
      if (same.length > 0 && !same.some((base) => within(name, base)))
        pathFails("PATH_NAME_CONSTRAINT", `${name.form} name is not among the permitted`);
    }
  }
}

function spend(budget: Budget, comparisons: number): void {
  budget.comparisons -= comparisons;
  if (budget.comparisons < 0) pathFails("PATH_BUDGET", "too many name constraint comparisons");
}

function namesOf(certificate: Certificate): GeneralName[] {
  const { subject, altNames } = certificate;
  const names: GeneralName[] = [...altNames];
  if (subject.rdns.length > 0) names.push({ form: "directory", name: subject });
  // Old certificates carry the address in the subject alone.
  if (!altNames.some(({ form }) => form === "email"))
    names.push(...valuesOf(subject, OID.email).map((text) => ({ form: "email", text }) as const));
  return names;
}

function checkBase(base: GeneralName): void {
  const refuse = (): never => pathFails("PATH_NAME_CONSTRAINT_UNSUPPORTED", `name constraint of form ${base.form}`);
  if (base.form === "other") refuse();
  else if (base.form === "ip" && !isNetwork(base.octets)) refuse();
  else if (base.form === "dns" && base.text !== "" && !isHost(base.text)) refuse();
  else if (base.form === "uri" && !isHost(base.text.replace(/^\./, ""))) refuse();
  else if (base.form === "email" && !isHost(base.text.replace(/^(.*@|\.)/, ""))) refuse();
}

const isHost = (text: string): boolean => /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(text);

/** Address and mask of equal length, the mask a run of ones followed by zeros. */
function isNetwork(octets: Uint8Array): boolean {
  if (octets.length !== 8 && octets.length !== 32) return false;
  const mask = Array.from(octets.subarray(octets.length / 2), (o) => o.toString(2).padStart(8, "0")).join("");
  return /^1*0*$/.test(mask);
}

function within(name: GeneralName, base: GeneralName): boolean {
  if (name.form === "directory" && base.form === "directory")
    return base.name.rdnKeys.every((part, i) => part === name.name.rdnKeys[i]);
  if (name.form === "ip" && base.form === "ip") return ipWithin(name.octets, base.octets);
  if (name.form === "dns" && base.form === "dns") return hostWithin(name.text, base.text);
  if (name.form === "email" && base.form === "email") return emailWithin(name.text, base.text);
  if (name.form === "uri" && base.form === "uri") return uriWithin(name.text, base.text);
  return false;
}

function ipWithin(address: Uint8Array, network: Uint8Array): boolean {
  const width = network.length / 2;
  return address.length === width && address.every((octet, i) => ((octet ^ network[i]!) & network[width + i]!) === 0);
}

function hostWithin(host: string, base: string): boolean {
  // A wildcard or a malformed name could stand for something that is excluded.
  if (!isHost(host.replace(/\.$/, ""))) return pathFails("PATH_NAME_CONSTRAINT", "unusual DNS name under a constraint");
  const [a, b] = [host.toLowerCase().replace(/\.$/, ""), base.toLowerCase()];
  return b === "" || a === b || a.endsWith(`.${b}`);
}

/** `host` means exactly that host, `.domain` any host below it. */
const hostOrDomain = (host: string, base: string): boolean => {
  const [a, b] = [host.toLowerCase(), base.toLowerCase()];
  return b.startsWith(".") ? a.endsWith(b) && a.length > b.length : a === b;
};

function emailWithin(address: string, base: string): boolean {
  const at = address.lastIndexOf("@");
  if (at < 1) return pathFails("PATH_NAME_CONSTRAINT", "malformed e-mail address under a constraint");
  const host = address.slice(at + 1);
  const baseAt = base.lastIndexOf("@");
  if (baseAt < 0) return hostOrDomain(host, base);
  return address.slice(0, at) === base.slice(0, baseAt) && host.toLowerCase() === base.slice(baseAt + 1).toLowerCase();
}

function uriWithin(uri: string, base: string): boolean {
  const host = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)/.exec(uri)?.[1];
  if (!host || /^[\d.]+$/.test(host))
    return pathFails("PATH_NAME_CONSTRAINT", "URI without a host name under a constraint");
  return hostOrDomain(host, base);
}
