import { arrive } from "./arrive";
import { hall } from "./hall";
import { identity } from "./identity";
import { journey } from "./journey";
import type { Bench } from "./measure";
import { log } from "./log";
import { open } from "./open";
import { seal } from "./seal";
import { sealMemory } from "./seal-files";
import { upload } from "./upload";
import { verify } from "./verify";

export const BENCHES: Readonly<Record<string, Bench>> = {
  seal,
  "seal-memory": async (place) => [await sealMemory(place)],
  upload,
  arrive,
  open,
  verify,
  log,
  hall,
  journey,
  identity,
};
