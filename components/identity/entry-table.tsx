import { useTranslations } from "next-intl";
import { StateMark } from "@/components/ui/status-tag";
import type { Role } from "@/lib/domain/actor";
import type { PartyEntry } from "@/lib/domain/party";
import type { Locale } from "@/lib/i18n/locale";
import { ROLE_TERMS, word } from "@/lib/i18n/terms";

const FIELDS = [
  "name",
  "kind",
  "regionCode",
  "legalRepresentative",
  "address",
  "contactName",
  "contactPhone",
  "email",
  "basicAccount",
  "roles",
] as const satisfies readonly (keyof PartyEntry)[];

type Props = {
  readonly locale: Locale;
  readonly after: PartyEntry;
  /** Data in force, for comparison; null: nothing to compare with. */
  readonly before: PartyEntry | null;
  readonly changed: readonly string[];
};

/** Registered data, with what is in force beside what was entered where both exist. */
export function EntryTable({ locale, after, before, changed }: Props) {
  const t = useTranslations("register");
  const p = useTranslations("parties");
  const show = (entry: PartyEntry, field: keyof PartyEntry): string => {
    if (field === "kind") return t.has(`kinds.${entry.kind}`) ? t(`kinds.${entry.kind}`) : entry.kind;
    if (field === "roles") return entry.roles.map((role) => roleWord(locale, role)).join(locale === "en" ? ", " : "、");
    return String(entry[field] ?? "") || "—";
  };
  return (
    <div className="scroll">
      <table className="tbl top2 stack">
        <caption className="vh">{p("data")}</caption>
        {before ? (
          <thead>
            <tr>
              <th scope="col">{p("data")}</th>
              <th scope="col">{p("before")}</th>
              <th scope="col">{p("after")}</th>
            </tr>
          </thead>
        ) : null}
        <tbody>
          {FIELDS.map((field) => (
            <tr key={field}>
              <th scope="row">{t(field)}</th>
              {before ? <td data-l={p("before")}>{show(before, field)}</td> : null}
              <td data-l={before ? p("after") : undefined}>
                {show(after, field)}{" "}
                {before && changed.includes(field) ? <StateMark tone="attention" label={p("changedMark")} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const SET_UP: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  evaluatorPool: { zh: "评标专家库", en: "Pool of evaluators" },
};

/** Word of a role an organisation has; the pool of evaluators is no role of a person. */
export const roleWord = (locale: Locale, role: string): string => {
  const term = SET_UP[role] ?? ROLE_TERMS[role as Role];
  return term ? word(locale, term) : role;
};
