// What was built is kept by the digest of its sources, in a folder of its own that no later build touches: a platform goes
// on running from the one it was started with.
import fs from "node:fs";
import path from "node:path";
import { alive, startMark } from "./processes.mjs";
import { root } from "./sources.mjs";

const folderOf = (dist) => path.join(dist, "builds");
const ownDist = path.join(root, "dist");

/** A program of a build. */
export const programFile = (folder, program) => path.join(folder, `${program}.js`);

/** Folder of the build of these sources; null where there is none. */
export function buildOf(digest, dist = ownDist) {
  const folder = path.join(folderOf(dist), digest.slice(0, 16));
  return fs.existsSync(path.join(folder, "web", "server.js")) ? folder : null;
}

/**
 * Keeps a build: programs are copied, pages linked file by file. It appears under its name only when it is whole.
 * @param options.pages folder with the pages' `server.js` @param options.programs names of files in `dist`
 */
export function keepBuild(digest, { pages, programs, dist = ownDist }) {
  const folder = path.join(folderOf(dist), digest.slice(0, 16));
  const made = `${folder}.${process.pid}`;
  fs.rmSync(made, { recursive: true, force: true });
  linkTree(pages, path.join(made, "web"));
  for (const name of programs) fs.copyFileSync(path.join(dist, name), path.join(made, name));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(made, folder);
  return folder;
}

/** The same files under a second name: next's own folder is emptied by name at the next build, and these stay. */
function linkTree(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target);
    else linkOrCopy(source, target);
  }
}

function linkOrCopy(source, target) {
  try {
    fs.linkSync(source, target);
  } catch {
    fs.copyFileSync(source, target); // file systems without links
  }
}

/** Marks a build as running, until `leave` or the end of this process. */
export function holdBuild(folder) {
  const file = path.join(folder, `user-${process.pid}`);
  fs.writeFileSync(file, startMark(process.pid));
  return { leave: () => fs.rmSync(file, { force: true }) };
}

/** Removes builds that nobody runs, but for the one to keep and the newest besides: who has just begun is not marked yet. */
export function sweepBuilds(keep, dist = ownDist) {
  const folder = folderOf(dist);
  if (!fs.existsSync(folder)) return;
  const others = fs
    .readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((one) => one !== keep && !isUsed(one))
    .sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs);
  for (const one of others.slice(1)) fs.rmSync(one, { recursive: true, force: true });
}

function isUsed(folder) {
  const half = /\.(\d+)$/.exec(folder)?.[1]; // being made by that process
  if (half) return alive(Number(half));
  return fs
    .readdirSync(folder)
    .filter((name) => name.startsWith("user-"))
    .some((name) => {
      const pid = Number(name.slice("user-".length));
      return alive(pid) && startMark(pid) === fs.readFileSync(path.join(folder, name), "utf8");
    });
}
