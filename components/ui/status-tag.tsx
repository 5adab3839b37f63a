import { useLocale } from "next-intl";
import { asLocale } from "@/lib/i18n/locale";
import { type StateTerm, type Tone, word } from "@/lib/i18n/terms";
import { Icon } from "./icon";

type Props =
  | { readonly term: StateTerm; readonly extra?: string }
  | { readonly tone: Tone; readonly label: string; readonly extra?: string };

/** The one boxed state of an object or row: mark and word, never clickable (ux 3). */
export function StatusTag(props: Props) {
  const { tone, label } = useTerm(props);
  return (
    <span className={`tag ${tone}`}>
      <Icon name={tone} />
      {label}
    </span>
  );
}

/** Every further state in the same row or list: mark and word without a box. */
export function StateMark(props: Props) {
  const { tone, label } = useTerm(props);
  return (
    <span className={`st ${tone}`}>
      <Icon name={tone} />
      {label}
    </span>
  );
}

function useTerm(props: Props): { tone: Tone; label: string } {
  const locale = asLocale(useLocale());
  const own = "term" in props ? { tone: props.term.tone, label: word(locale, props.term) } : props;
  return { tone: own.tone, label: props.extra ? `${own.label} ${props.extra}` : own.label };
}
