import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { z } from "zod";
import { fromPem } from "@/lib/crypto/certificate";

/** More than any suite has; a file beyond it would end the program for want of memory instead of with a word. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What is wrong with a file, in words for whoever made it. */
export class SuiteFault extends Error {}

export const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();
export const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** @throws {SuiteFault} */
export function readFile(path: string): Uint8Array {
  if (!isFile(path)) throw new SuiteFault(`${path}: there is no such file`);
  const { size } = statSync(path);
  if (size > MAX_BYTES) throw new SuiteFault(`${path}: ${size} bytes, more than ${MAX_BYTES}`);
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new SuiteFault(`${path}: ${(error as Error).message}`);
  }
}

/** A file named by a suite: below its folder and nowhere else. @throws {SuiteFault} */
export function readBelow(folder: string, ...parts: readonly string[]): Uint8Array {
  const path = join(folder, ...parts);
  // Suites are linked together from folders that lie elsewhere; only the name itself may not lead out.
  const home = join(folder, ...parts.slice(0, -1));
  if (!path.startsWith(home + sep) || parts.some((part) => part.includes("\0")))
    throw new SuiteFault(`${parts.join("/")}: leads out of the suite`);
  return readFile(path);
}

/** @throws {SuiteFault} if it is no JSON */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readFile(path)).replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof SuiteFault) throw error;
    // The message quotes the file, which may be anything.
    throw new SuiteFault(`not JSON: ${(error as Error).message.replace(/[^\x20-\x7e]+/g, "?")}`);
  }
}

/** The value in the expected shape; members we do not know are left alone. @throws {SuiteFault} naming what is missing */
export function shaped<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new SuiteFault(`${what}: ${first?.path.join(".") || "the whole"}: ${first?.message ?? "unreadable"}`);
}

/** Each element in the expected shape, or the words for those that are not. */
export function shapedEach<T>(
  schema: z.ZodType<T>,
  values: readonly unknown[],
): { readonly good: readonly T[]; readonly fault: string | undefined } {
  const good: T[] = [];
  const faults: string[] = [];
  values.forEach((value, i) => {
    const id = (value as { id?: unknown } | null)?.id;
    try {
      good.push(shaped(schema, value, typeof id === "string" ? `case ${id}` : `case ${i + 1}`));
    } catch (error) {
      faults.push((error as Error).message);
    }
  });
  const more = faults.length > 3 ? `; and ${faults.length - 3} more` : "";
  return { good, fault: faults.length > 0 ? faults.slice(0, 3).join("; ") + more : undefined };
}

/** DER of the first block of a PEM text. What cannot be read becomes no bytes at all, which every parser refuses. */
export function derOf(pem: string, label: "CERTIFICATE" | "X509 CRL" = "CERTIFICATE"): Uint8Array {
  try {
    return fromPem(label, pem)[0] ?? new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}

/** Base64 as Node reads it, which is leniently: what is wrong in it shows in the DER. */
export const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** An instant as suites write it; one without an offset is UTC, whatever the machine's zone. */
export const instant = z.string().transform((text, context) => {
  const at = new Date(/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(at.getTime())) context.addIssue({ code: "custom", message: `not an instant: ${text}` });
  return at;
});

export const verdict = z.enum(["SUCCESS", "FAILURE"]);
export const realFolder = (dir: string): string => realpathSync(dir);
