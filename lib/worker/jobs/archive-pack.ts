import type { Job } from "./job";

export const archivePack: Job<"archive.pack"> = async ({ lotId }) => {
  throw new Error(`archive of ${lotId}: not wired`);
};
