import { SYSTEM } from "@/lib/domain/actor";
import { packArchive } from "@/lib/usecases/archive/pack-archive";
import type { Job } from "./job";

export const archivePack: Job<"archive.pack"> = async (payload, deps) => {
  await packArchive(SYSTEM, payload, deps);
};
