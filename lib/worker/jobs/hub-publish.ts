import { SYSTEM } from "@/lib/domain/actor";
import { publishMessage } from "@/lib/usecases/exchange/publish-message";
import type { Job } from "./job";

export const hubPublish: Job<"hub.publish"> = (payload, deps) => publishMessage(SYSTEM, payload, deps);
