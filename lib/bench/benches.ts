import { arrive } from "./arrive";
import { hall } from "./hall";
import { identity } from "./identity";
import { journey } from "./journey";
import type { Bench } from "./measure";
import { log } from "./log";
import { open } from "./open";
import { seal } from "./seal";
import { upload } from "./upload";

export const BENCHES: Readonly<Record<string, Bench>> = { seal, upload, arrive, open, log, hall, journey, identity };
