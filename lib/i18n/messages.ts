import type { Locale } from "./instants";

type Words = { readonly [key: string]: string | Words };
export type Messages = { readonly [area: string]: Words };

// The bundler's context: every lib/i18n/messages/<locale>/<area>.json, found at build time, so that an area is added
// by adding its two files and nothing else.
type Context = { (key: string): Words; keys(): string[] };
declare const require: { context(folder: string, deep: boolean, pattern: RegExp): Context };

/** All words of a language, one namespace for each file of `lib/i18n/messages/<locale>/`. */
export function messagesOf(locale: Locale): Messages {
  const files = require.context("./messages", true, /\.json$/);
  const own = files.keys().filter((key) => key.includes(`/${locale}/`));
  return Object.fromEntries(own.map((key) => [key.slice(key.lastIndexOf("/") + 1, -".json".length), files(key)]));
}
