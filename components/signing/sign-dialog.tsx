"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { ActFailure } from "@/components/ui/act-context";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorSummary } from "@/components/ui/error-summary";
import { filled } from "@/components/ui/filled";
import { Notice } from "@/components/ui/notice";
import { RuleLinks } from "@/components/ui/rule-link";
import { KeyPicker } from "./key-picker";
import { type KeyChoice, loadedKeys, type PreparedItem, type SignedItem, signingCertificates } from "./keyring";
import { SignedItems } from "./signed-items";
import { useSigning } from "./use-signing";

type Answer = { readonly ok: true; readonly value: unknown } | ActFailure;

export type SignDialogProps = {
  /** Button that opens the dialog and name of the act: 签署并发布. */
  readonly label: string;
  /** The act as a question; default: the label with a question mark. */
  readonly title?: string;
  /** In whose name, to whom, with what effect, what can be undone until when. */
  readonly children?: ReactNode;
  /**
   * Server action made by `call(schema, useCase)`; gets `input`. Gives `Prepared`, `Prepared[]`, or an object with
   * `item` or `items` and whatever else `commit` wants back (all but item and items is handed on).
   */
  // biome-ignore lint/suspicious/noExplicitAny: each use case has its own input
  readonly prepare: (input: any) => Promise<Answer>;
  /** Server action; gets `{ ...input, ...rest of prepare's answer, signed }`, `signed` a list where `many`. */
  // biome-ignore lint/suspicious/noExplicitAny: each use case has its own input
  readonly commit: (input: any) => Promise<Answer>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly many?: boolean;
  readonly kind?: "primary" | "plain" | "danger";
  readonly size?: "normal" | "lg" | "sm";
  readonly refused?: { readonly reason: string; readonly rules?: readonly string[] };
  /** Sentence shown in the dialog when it is done; without it the dialog closes. */
  readonly done?: string;
  /** Where to go when it is done; `{name}` is replaced by that field of the result. Otherwise the page is refreshed. */
  readonly doneTo?: string;
  /** For callers in the browser. */
  readonly onDone?: (value: unknown) => void;
  /** On a page that works with the network unplugged: asks no server, neither for a key nor for the page anew. */
  readonly local?: boolean;
};

/** The signing act: what is signed in words, then the way of signing, then the result (ux 8). */
export function SignDialog(props: SignDialogProps) {
  const { label, title, children, kind = "primary", size = "lg", refused, done } = props;
  const t = useTranslations("ui");
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<KeyChoice | null>(null);
  const { state, begin, sign, reset } = useSigning(props);
  const show = () => {
    setChoice(usable(choice) ?? firstLoaded());
    setOpen(true);
    void begin();
  };
  const hide = () => {
    setOpen(false);
    reset();
  };
  const finish = useFinish(props, state.value, hide);
  const busy = state.step === "signing";
  const over = state.step === "done";
  return (
    <>
      <span className="row gap16">
        <button type="button" className={buttonClass(kind, size)} onClick={show} disabled={refused !== undefined}>
          {label}
        </button>
        {refused ? (
          <span className="sec">
            {refused.reason}
            <RuleLinks ids={refused.rules ?? []} />
          </span>
        ) : null}
      </span>
      <Dialog
        open={open}
        onClose={over ? finish : hide}
        busy={busy}
        title={title ?? t("sign.question", { label })}
        footer={
          over ? (
            <button type="button" className="btn primary" onClick={finish}>
              {t("close")}
            </button>
          ) : (
            <>
              <span className="sub" role="status">
                {busy ? t("sign.working") : state.step === "preparing" ? t("sign.preparing") : ""}
              </span>
              <button type="button" className="btn" onClick={hide} disabled={busy}>
                {t("cancel")}
              </button>
              <button
                type="button"
                className={buttonClass(kind === "plain" ? "primary" : kind, "lg")}
                disabled={state.step !== "ready" || !choice}
                onClick={() => choice && void sign(choice)}
              >
                {label}
              </button>
            </>
          )
        }
      >
        {over ? (
          <Notice tone="good" role="status">
            {done ?? t("sign.done")}
          </Notice>
        ) : (
          <>
            {state.failure ? <ErrorSummary failure={state.failure} /> : null}
            {children ? <div className="lead">{children}</div> : null}
            <SignedItems items={state.items} />
            {state.items.length > 0 ? (
              <div className="pane">
                <KeyPicker choice={choice} onChoose={setChoice} local={props.local ?? false} />
              </div>
            ) : null}
          </>
        )}
      </Dialog>
    </>
  );
}

export type { PreparedItem, SignedItem };

function firstLoaded(): KeyChoice | null {
  const key = loadedKeys()[0];
  const certificate = key && signingCertificates(key)[0];
  return key && certificate ? { key, certificate: certificate.id } : null;
}

/** A key that was put away since is no choice. */
const usable = (choice: KeyChoice | null): KeyChoice | null =>
  choice && loadedKeys().includes(choice.key) ? choice : null;

function useFinish({ doneTo, onDone, local }: SignDialogProps, value: unknown, hide: () => void) {
  const router = useRouter();
  return () => {
    hide();
    onDone?.(value);
    if (doneTo) router.push(filled(doneTo, value));
    // Without a line a refresh ends in a reload, and what was done here would be gone from the screen.
    else if (!local) router.refresh();
  };
}
