import { unzipSync } from "fflate";
import type { Archive } from "@/lib/crypto/archive";
import { reject } from "@/lib/crypto/reasons";
import { readFile } from "node:fs/promises";
import { pathOf } from "./files";

/** More than this no package of a lot unpacks to; a small file that says so is an attack. */
const UNPACKED_BYTES = 8 * 1024 ** 3;

/** Unpacks an archive package. @throws reason `archive` */
export async function readArchive(name: string): Promise<Archive> {
  const zip = new Uint8Array(await readFile(pathOf(name)));
  let total = 0;
  const seen = new Set<string>();
  let members: Record<string, Uint8Array>;
  try {
    members = unzipSync(zip, {
      filter: ({ name: member, originalSize }) => {
        total += originalSize;
        if (seen.has(member)) reject("archive", `${member} twice`);
        if (total > UNPACKED_BYTES) reject("archive", "too large");
        seen.add(member);
        return !member.endsWith("/");
      },
    });
  } catch (error) {
    return reject("archive", error instanceof Error ? error.message : "not a zip file");
  }
  const read = (member: string) => {
    const bytes = Object.hasOwn(members, member) ? members[member] : undefined;
    return bytes ? Uint8Array.from(bytes) : null;
  };
  return { names: Object.keys(members), read };
}
