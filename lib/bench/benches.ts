import { identity } from "./identity";
import { journey } from "./journey";
import type { Bench } from "./measure";
import { seal } from "./seal";
import { upload } from "./upload";

export const BENCHES: Readonly<Record<string, Bench>> = { seal, upload, journey, identity };
