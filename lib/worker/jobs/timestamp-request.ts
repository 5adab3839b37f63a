import { SYSTEM } from "@/lib/domain/actor";
import { fetchTimestamp } from "@/lib/usecases/timestamp/fetch-timestamp";
import type { Job } from "./job";

export const timestampRequest: Job<"timestamp.request"> = (payload, deps) => fetchTimestamp(SYSTEM, payload, deps);
