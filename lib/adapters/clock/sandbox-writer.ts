import { replaceFile } from "@/lib/adapters/loopback/keep";

/** Writes the sandbox's offset where the programs beside the platform read it; whole or not at all. */
export const sandboxClockFile = (file: string) => ({
  publish: (offsetMs: number): Promise<void> => replaceFile(file, JSON.stringify({ offsetMs })),
});
