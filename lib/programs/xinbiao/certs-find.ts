import { readdirSync } from "node:fs";
import { join } from "node:path";
import { codesSuite, isCodes } from "./certs-codes";
import { isFile, isFolder, readJsonFile, realFolder, SuiteFault } from "./certs-files";
import type { Suite } from "./certs-judge";
import { cmsSuite, tsaSuite } from "./certs-messages";
import { isPkits, limboSuite, pkitsSuites } from "./certs-paths";
import { isSm2, sm2Suite } from "./certs-sm2";
import { isWycheproof, wycheproofSuite } from "./certs-wycheproof";

/**
 * Every suite in a folder or one level below it: x509-limbo (`*limbo*.json`), PKITS, CMS, RFC 3161 and code lists
 * (`cases.json`), SM2 (`vectors.json`), Wycheproof (`*_test.json`). A file is told by what is in it. One that should be a
 * suite and cannot be read is a suite with a fault: it must not look as if it had passed.
 * @param now what a case without a time is judged at
 */
export function findSuites(dir: string, now: Date): readonly Suite[] {
  const top = realFolder(dir);
  const below = readdirSync(top)
    .filter((name) => isFolder(join(top, name)))
    .sort();
  return ["", ...below].flatMap((folder) => {
    const path = join(top, folder);
    return jsonFiles(path).flatMap((file) => suitesOf(join(path, file), folder ? `${folder}/${file}` : file, now));
  });
}

function jsonFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.json$/i.test(name) && isFile(join(folder, name)))
      .sort();
  } catch {
    return []; // a folder that is closed to us
  }
}

const isLimbo = (name: string): boolean => /limbo[^/]*\.json$/i.test(name);
const isExpected = (name: string): boolean => isLimbo(name) || /(^|\/)cases\.json$|_test\.json$/.test(name);

function suitesOf(path: string, name: string, now: Date): readonly Suite[] {
  try {
    return readSuites(path, name, now);
  } catch (error) {
    if (!(error instanceof SuiteFault)) throw error;
    return [{ name, cases: [], fault: error.message }];
  }
}

function readSuites(path: string, name: string, now: Date): readonly Suite[] {
  if (isLimbo(name)) return [limboSuite(path, name, now)];
  const value = readable(path, name);
  if (isSm2(value)) return [sm2Suite(value, path, name)];
  if (isPkits(value)) return pkitsSuites(path, name);
  if (isWycheproof(value)) return [wycheproofSuite(value, name)];
  if (isCodes(value)) return [codesSuite(value, name)];
  const [first] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof first !== "object" || first === null) return [];
  if ("cms" in first) return [cmsSuite(value as unknown[], name)];
  return "response" in first ? [tsaSuite(value as unknown[], name)] : [];
}

/** A file by a name that no suite has and that cannot be read is none of ours. @throws {SuiteFault} for the others */
function readable(path: string, name: string): unknown {
  try {
    return readJsonFile(path);
  } catch (error) {
    if (isExpected(name) || !(error instanceof SuiteFault)) throw error;
    return null;
  }
}
