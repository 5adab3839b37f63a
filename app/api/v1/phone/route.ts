import { askPhone, askPhoneInput } from "@/lib/usecases/remote/ask-phone";
import { handler } from "@/lib/web/handler";

/** Puts a question to somebody's phone: before signing in too. */
export const POST = handler(askPhoneInput, askPhone);
