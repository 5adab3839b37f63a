import type { Page } from "@playwright/test";

type Console = { readonly take: () => readonly string[]; readonly allow: (pattern: RegExp) => void };
const watched = new WeakMap<Page, Console>();

/** Errors a page has printed since the last question, uncaught exceptions among them. */
export function consoleOf(page: Page): Console {
  const known = watched.get(page);
  if (known) return known;
  let errors: string[] = [];
  const allowed: RegExp[] = [];
  page.on("console", (message) => {
    // The browser's own viewer of PDFs complains about its own parts.
    if (message.location().url.startsWith("chrome://")) return;
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => errors.push(`uncaught: ${error.message}`));
  const made: Console = {
    take: () => {
      const taken = errors.filter((text) => !allowed.some((pattern) => pattern.test(text)));
      errors = [];
      return taken;
    },
    // A test that provokes a refusal says which answer it expects to see in the console.
    allow: (pattern) => void allowed.push(pattern),
  };
  watched.set(page, made);
  return made;
}
