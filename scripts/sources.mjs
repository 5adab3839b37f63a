// A digest over source files, to know what is stale without trusting file times (a clone or an unpacking sets those anew).
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** SHA-256 over names and contents of the given files and folders (absent ones count as empty). */
export function digestOf(entries, skip = () => false) {
  const hash = createHash("sha256").update(process.versions.modules);
  for (const name of entries.flatMap((entry) => filesOf(entry)).sort()) {
    if (skip(name)) continue;
    hash
      .update(`${name}\0`)
      .update(fs.readFileSync(path.join(root, name)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesOf(entry) {
  const full = path.join(root, entry);
  if (!fs.existsSync(full)) return [];
  if (fs.statSync(full).isFile()) return [entry];
  return fs.readdirSync(full, { recursive: true, withFileTypes: true }).flatMap((found) => {
    if (!found.isFile()) return [];
    return [
      path
        .relative(root, path.join(found.parentPath ?? found.path, found.name))
        .split(path.sep)
        .join("/"),
    ];
  });
}

/** Whether `file` holds `digest`: the stamp of the last time the work was done. */
export function isStamped(file, digest) {
  return fs.existsSync(file) && fs.readFileSync(file, "utf8") === digest;
}

export function stamp(file, digest) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, digest);
}
