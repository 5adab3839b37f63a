import { getRequestConfig } from "next-intl/server";
import { cookies } from "next/headers";
import { asLocale, PREFERENCE_COOKIES } from "./locale";
import { messagesOf } from "./messages";

/** What next-intl asks for each request: language from the cookie, never from the address; times are Beijing's. */
export default getRequestConfig(async () => {
  const locale = asLocale((await cookies()).get(PREFERENCE_COOKIES.locale)?.value);
  return { locale, messages: messagesOf(locale), timeZone: "Asia/Shanghai" };
});
