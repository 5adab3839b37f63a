import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The clock of the platform's own host, as an operator can set it; that of the services beside it stays right. */
export type MovedClock = {
  readonly env: Readonly<Record<string, string>>;
  /** From now on, and at once in every running process. */
  move(ms: number): void;
  remove(): void;
};

/**
 * Read by every process that is started with it: the system's answers, moved by what the file says. Programs of other
 * houses (timestamp authority, witnesses, trustees, hub) are told apart by the folder each of them is given.
 */
const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long long *moved;
static int (*real_clock)(clockid_t, struct timespec *);
__attribute__((constructor)) static void begin(void) {
  static const char *others[] = {"CA_DIR", "TSA_DIR", "HUB_DIR", "PAYMENT_DIR", "REMOTE_DIR", "WITNESS_DIR", "TRUSTEE_DIR", 0};
  const char *path = getenv("MOVED_CLOCK");
  real_clock = dlsym(RTLD_NEXT, "clock_gettime");
  for (int i = 0; others[i]; i++) if (getenv(others[i])) return;
  if (!path) return;
  int fd = open(path, O_RDONLY);
  if (fd < 0) return;
  void *at = mmap(0, sizeof(long long), PROT_READ, MAP_SHARED, fd, 0);
  if (at != MAP_FAILED) moved = at;
}
int clock_gettime(clockid_t id, struct timespec *t) {
  if (!real_clock) real_clock = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real_clock(id, t);
  if (done == 0 && moved && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
    long long ns = t->tv_nsec + (*moved % 1000) * 1000000LL;
    t->tv_sec += *moved / 1000;
    while (ns < 0) { ns += 1000000000LL; t->tv_sec--; }
    while (ns >= 1000000000LL) { ns -= 1000000000LL; t->tv_sec++; }
    t->tv_nsec = ns;
  }
  return done;
}
int gettimeofday(struct timeval *restrict v, void *restrict zone) {
  struct timespec t;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &t) != 0) return -1;
  v->tv_sec = t.tv_sec;
  v->tv_usec = t.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *out) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  if (out) *out = t.tv_sec;
  return t.tv_sec;
}
`;

/** @returns null where it cannot be made: no C compiler, or another system than Linux */
export function movedClock(): MovedClock | null {
  if (process.platform !== "linux") return null;
  const folder = mkdtempSync(join(tmpdir(), "xinbiao-clock-"));
  chmodSync(folder, 0o755); // the database runs as a user of its own
  const [source, library, file] = ["clock.c", "clock.so", "moved"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(source, SOURCE);
  const made = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], { encoding: "utf8" });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (made.status !== 0) {
    remove();
    return null;
  }
  const handle = openSync(file, "w", 0o644);
  const move = (ms: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(Math.round(ms)));
    writeSync(handle, bytes, 0, 8, 0);
  };
  move(0);
  return {
    env: { LD_PRELOAD: library, MOVED_CLOCK: file },
    move,
    remove: () => {
      closeSync(handle);
      remove();
    },
  };
}
