"use server";

import { revokeSession, revokeSessionInput } from "@/lib/usecases/session/end-session";
import { action } from "@/lib/web/action";

export const revokeSessionAction = action(revokeSessionInput, revokeSession);
