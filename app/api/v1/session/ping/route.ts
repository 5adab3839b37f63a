import { pingSession, pingSessionInput } from "@/lib/usecases/session/ping-session";
import { handler } from "@/lib/web/handler";

export const POST = handler(pingSessionInput, pingSession);
