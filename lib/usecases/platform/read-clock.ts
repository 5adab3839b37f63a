import { platformNow, sandboxState } from "@/lib/store/clock";

export type PlatformClock = {
  readonly now: Date;
  /** A sandbox whose clock may be moved: every page then says that this is a drill (settled 13). */
  readonly drill: boolean;
};

/** The platform's time, for everybody. The database's, never this process's. */
export async function readClock(): Promise<PlatformClock> {
  const [now, sandbox] = await Promise.all([platformNow(), sandboxState()]);
  return { now, drill: sandbox.enabled };
}
