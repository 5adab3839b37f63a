// What can be known about processes, so that nothing is signalled that we did not start.
import { execFileSync } from "node:child_process";
import fs from "node:fs";

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function alive(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
  return stateOf(pid) !== "Z"; // a zombie has ended; only its parent has not looked yet
}

const statOf = (pid) => {
  const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" "); // the name may hold spaces and brackets
};

function stateOf(pid) {
  try {
    return statOf(pid)[0];
  } catch {
    return "";
  }
}

/** Command and arguments of a process; empty if it cannot be known. */
export function commandLine(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return ps(pid, "command=").split(" ");
  }
}

/** When a process started, as a mark to compare: a PID given to somebody else since has another one. */
export function startMark(pid) {
  try {
    return statOf(pid)[19];
  } catch {
    return ps(pid, "lstart=");
  }
}

function ps(pid, column) {
  try {
    return execFileSync("ps", ["-o", column, "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "";
  }
}
