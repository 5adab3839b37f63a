import { hearPhone, hearPhoneInput } from "@/lib/usecases/remote/hear-phone";
import { handler } from "@/lib/web/handler";

/** How a question to a phone stands; an end is said once. */
export const POST = handler(hearPhoneInput, hearPhone);
