import type { JobName, Jobs } from "@/lib/store/jobs";
import type { WorkerDeps } from "../deps";

/** One kind of job: at least once, so twice must be as good as once. @throws to be tried again later */
export type Job<N extends JobName> = (payload: Jobs[N], deps: WorkerDeps) => Promise<void>;
