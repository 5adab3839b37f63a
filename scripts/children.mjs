// Starts processes, keeps them running, remembers them on disk, and ends them: those it started and no others.
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { alive, sleep, startMark } from "./processes.mjs";
import { Problem } from "./say.mjs";

const QUICK_MS = 3_000;
const QUICK_ENDS = 5;
const PATIENCE_MS = 90_000;

/** The book of who was started from this data directory: with start marks, since a PID may be given to somebody else. */
function openBook(file) {
  const entries = new Map();
  const write = () => {
    fs.writeFileSync(`${file}.new`, JSON.stringify({ starter: own(), processes: [...entries.values()] }, null, 1));
    fs.renameSync(`${file}.new`, file);
  };
  return {
    add: (name, pid) => {
      entries.set(name, { name, pid, mark: startMark(pid) });
      write();
    },
    drop: (name) => {
      entries.delete(name);
      write();
    },
    close: () => fs.rmSync(file, { force: true }),
    write,
  };
}

const own = () => ({ pid: process.pid, mark: startMark(process.pid) });
const isSame = ({ pid, mark }) => alive(pid) && startMark(pid) === mark;

/**
 * Takes the data directory for this start. What a killed start left running is ended first.
 * @throws {Problem} when another start is using the directory
 */
export async function claim(dataDir) {
  const file = path.join(dataDir, "run", "processes.json");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let ended = 0;
  if (fs.existsSync(file)) {
    const { starter, processes } = readBook(file);
    if (starter && isSame(starter))
      throw new Problem(
        `已有一个实例在使用 ${dataDir}（进程 ${starter.pid}）。Already running from ${dataDir} (process ${starter.pid}); stop it first.`,
      );
    const left = processes.filter(isSame);
    await endAll(left.map(({ pid }) => pid));
    ended = left.length;
  }
  const book = openBook(file);
  book.write();
  return { book, ended };
}

function readBook(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return { starter: null, processes: [] };
  }
}

/** Asks, waits, then insists. Each leads a group of its own: what it started itself goes with it. */
async function endAll(pids, patienceMs = 6_000) {
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    for (const pid of pids.filter(alive)) {
      try {
        process.kill(-pid, signal);
      } catch {} // it ended between the question and the signal
    }
    for (let waited = 0; waited < patienceMs && pids.some(alive); waited += 25) await sleep(25);
  }
}

/**
 * A family of processes that are started again when they fall.
 *
 * @param options.book   where they are remembered
 * @param options.logs   folder for what they print
 * @param options.say    told about falls and restarts
 * @param options.giveUp called with a Problem when one falls again and again
 */
export function family({ book, logs, say, giveUp }) {
  fs.mkdirSync(logs, { recursive: true });
  const members = new Map();
  let stopping = false;

  function launch(member) {
    const { name, script, env, cwd } = member;
    const log = fs.openSync(path.join(logs, `${name}.log`), member.log ?? "w");
    member.log = "a";
    member.startedAt = performance.now();
    // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end the others in order.
    const child = spawn(process.execPath, ["--enable-source-maps", script], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", log, log],
    });
    fs.closeSync(log);
    member.child = child;
    if (child.pid) book.add(name, child.pid);
    child.once("exit", (code, signal) => ended(member, code ?? signal));
    child.once("error", (error) => ended(member, error.message));
  }

  function ended(member, how) {
    member.child = null;
    if (stopping || member.over) return;
    const quick = performance.now() - member.startedAt < QUICK_MS;
    member.quickEnds = quick ? member.quickEnds + 1 : 0;
    if (member.quickEnds >= QUICK_ENDS) {
      member.over = true;
      giveUp(
        new Problem(
          `${member.name} 无法启动。${member.name} does not stay up: ${tailOf(logs, member.name)} (log: ${path.join(logs, `${member.name}.log`)})`,
        ),
      );
      return;
    }
    say(`! ${member.name} 已结束，正在重启 · ended (${how}), starting it again`);
    member.timer = setTimeout(() => launch(member), 200 * 2 ** member.quickEnds);
  }

  return {
    /** Starts a program and keeps it up. */
    start(name, script, env, cwd) {
      const member = { name, script, env, cwd, quickEnds: 0 };
      members.set(name, member);
      launch(member);
    },
    names: () => [...members.keys()],
    pid: (name) => members.get(name)?.child?.pid ?? null,
    async stop() {
      stopping = true;
      for (const member of members.values()) clearTimeout(member.timer);
      await endAll([...members.values()].flatMap(({ child }) => (child?.pid ? [child.pid] : [])));
    },
  };
}

export function tailOf(logs, name, lines = 3) {
  try {
    return fs
      .readFileSync(path.join(logs, `${name}.log`), "utf8")
      .trim()
      .split("\n")
      .slice(-lines)
      .join(" | ");
  } catch {
    return "";
  }
}

/** Asks again until it is so. @throws {Problem} after a minute and a half */
export async function until(question, signal, complaint, everyMs = 50) {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(everyMs)) {
    signal.throwIfAborted();
    if (await question()) return;
  }
  throw new Problem(complaint());
}

/** Whether somebody listens on a port of loopback. */
export const listens = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** Whether a port can be taken. */
export const isFree = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer().once("error", () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
