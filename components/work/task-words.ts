import { useTranslations } from "next-intl";
import { beijingTime } from "@/lib/i18n/instants";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Facts as words want them: instants in Beijing time, everything else as it is; lists and objects are left out. */
export function wordFacts(facts: unknown): Record<string, string | number> {
  if (typeof facts !== "object" || facts === null) return {};
  const plain = Object.entries(facts).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  return Object.fromEntries(
    plain.map(([name, value]) => [
      name,
      typeof value === "string" && INSTANT.test(value) ? beijingTime(new Date(value)) : value,
    ]),
  );
}

type Part = "title" | "detail" | "action" | "who";
type Subject = { readonly kind: string; readonly facts: Readonly<Record<string, string | number>> };

/** Words of a to-do from the area `tasks`; a kind nobody has words for is shown by its name, not hidden. */
export function useTaskWords(): (task: Subject, part: Part) => string {
  const t = useTranslations("tasks");
  return ({ kind, facts }, part) => {
    const key = `${kind}.${part}`;
    return t.has(key) ? t(key, wordFacts(facts)) : t(`other.${part}`, { kind });
  };
}
