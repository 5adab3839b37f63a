"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, startTransition, useActionState, useEffect, useRef, useState } from "react";
import { type ActState, FieldErrors } from "./act-context";
import { buttonClass } from "./button";
import { ErrorSummary } from "./error-summary";
import { FieldScope } from "./field-id";
import { filled } from "./filled";
import { Notice } from "./notice";
import { RuleLinks } from "./rule-link";

/** Field that carries the key of one intention; stripped with React's own before the schema sees the form. */
const ONCE = "$ACTION-once";

type Act = (previous: ActState | null, form: FormData) => Promise<ActState>;

type Props = {
  /** A server action made by `action(schema, useCase)`. */
  // biome-ignore lint/suspicious/noExplicitAny: every use case has its own value, the form shows none of it
  readonly action: (previous: any, form: FormData) => Promise<any>;
  /** Named by the act: 递交, 发布; never 确定. */
  readonly submit: string;
  readonly children?: ReactNode;
  /** Values that go along unseen, e.g. ids. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Acts with legal effect are 44 px high. */
  readonly legal?: boolean;
  readonly kind?: "primary" | "plain" | "danger";
  /** Why it may not be done now: the button is disabled and the reason stands beside it. */
  readonly refused?: { readonly reason: string; readonly rules?: readonly string[] };
  /** Further buttons or links beside the first. */
  readonly beside?: ReactNode;
  /** Sentence shown when it is done. */
  readonly done?: string;
  /** Where to go when it is done; `{name}` is replaced by that field of the result. */
  readonly doneTo?: string;
  /** Empties the form when it is done, for lists that grow. */
  readonly clear?: boolean;
  /** Told when it is done, e.g. to close the dialog around it. */
  readonly onDone?: () => void;
  readonly className?: string;
  /** Where several forms of one kind stand on a page: what tells this one's fields apart. */
  readonly scope?: string;
};

/**
 * A form around one use case: refusal as a sentence with rules, field errors with a summary that takes focus, nothing
 * typed is lost, a second click does nothing. Works without script, where the page is made anew.
 */
export function ActForm(props: Props) {
  const { action, submit, children, hidden = {}, legal = false, kind = "primary", refused, beside, done } = props;
  const t = useTranslations("ui");
  const [state, dispatch, pending] = useActionState(action as Act, null);
  const form = useRef<HTMLFormElement>(null);
  const once = useOnce(state);
  useDone(state, props, form);
  useTitle(state);
  const failure = state && !state.ok ? state : null;
  const send = (event: FormEvent<HTMLFormElement>) => {
    // React empties a form whose `action` has run, refused or not; what was typed must stay (ux 8).
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    startTransition(() => dispatch(data));
  };
  return (
    <FieldScope value={props.scope ?? ""}>
      <form
        ref={form}
        action={dispatch}
        onSubmit={send}
        className={`act-form ${props.className ?? ""}`.trim()}
        aria-busy={pending}
      >
        {failure ? <ErrorSummary failure={failure} /> : null}
        {state?.ok && done ? (
          <Notice tone="good" role="status">
            {done}
          </Notice>
        ) : null}
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {once ? <input type="hidden" name={ONCE} value={once} /> : null}
        <FieldErrors value={failure?.fields ?? {}}>{children}</FieldErrors>
        <p className="form-acts">
          <button
            type="submit"
            className={buttonClass(kind, legal ? "lg" : "normal")}
            disabled={pending || refused !== undefined}
          >
            {submit}
          </button>
          {beside}
          {refused ? (
            <span className="why">
              {refused.reason}
              <RuleLinks ids={refused.rules ?? []} />
            </span>
          ) : null}
          <span className="vh" role="status">
            {pending ? t("sending") : ""}
          </span>
        </p>
      </form>
    </FieldScope>
  );
}

/** One key for each intention: the same through retries, a new one after success. Made in the browser only. */
function useOnce(state: ActState | null): string | null {
  const [once, setOnce] = useState<string | null>(null);
  const ok = state?.ok === true;
  useEffect(() => {
    setOnce((key) => (key === null || ok ? newKey() : key));
  }, [ok]);
  return once;
}

// randomUUID is missing on pages that are not served over TLS.
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

function useDone(
  state: ActState | null,
  { doneTo, clear, onDone }: Props,
  form: { readonly current: HTMLFormElement | null },
) {
  const router = useRouter();
  const told = useRef(onDone);
  told.current = onDone;
  useEffect(() => {
    if (!state?.ok) return;
    if (clear) form.current?.reset();
    told.current?.();
    if (doneTo) router.push(filled(doneTo, state.value));
    else router.refresh();
  }, [state, doneTo, clear, router, form]);
}

/** The page's title gets 错误： while something is to be mended. */
function useTitle(state: ActState | null) {
  const t = useTranslations("ui");
  useEffect(() => {
    if (!state || state.ok) return;
    const before = document.title;
    document.title = `${t("errorTitle")}${before}`;
    return () => {
      document.title = before;
    };
  }, [state, t]);
}
