"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { ActFailure } from "@/components/ui/act-context";
import { driverCode, useDriverWords } from "./driver-words";
import { type KeyChoice, type PreparedItem, type SignedItem, signItem } from "./keyring";

type Answer = { readonly ok: true; readonly value: unknown } | ActFailure;
type Inputs = Readonly<Record<string, unknown>>;

type State = {
  readonly step: "idle" | "preparing" | "ready" | "signing" | "done";
  readonly items: readonly PreparedItem[];
  /** What prepare gave besides the items and commit wants back. */
  readonly rest: Inputs;
  readonly failure: ActFailure | null;
  readonly value: unknown;
};
const IDLE: State = { step: "idle", items: [], rest: {}, failure: null, value: null };

type Calls = {
  readonly prepare: (input: Inputs) => Promise<Answer>;
  readonly commit: (input: Inputs) => Promise<Answer>;
  readonly input?: Inputs;
  readonly many?: boolean;
};

/** The course of a signing act: prepare on the server, sign here, commit on the server. One at a time. */
export function useSigning({ prepare, commit, input = {}, many = false }: Calls) {
  const t = useTranslations("ui");
  const driverWords = useDriverWords();
  const [state, setState] = useState<State>(IDLE);
  // A dialog closed and opened again must not take the answer that was meant for the one before.
  const turn = useRef(0);
  const broken = (): ActFailure => ({
    ok: false,
    message: t("sign.noAnswer"),
    code: "SERVICE_DOWN",
    rules: [],
    fields: {},
  });

  const begin = async () => {
    turn.current += 1;
    const mine = turn.current;
    setState({ ...IDLE, step: "preparing" });
    const answer = await prepare(input).catch(broken);
    if (mine !== turn.current) return;
    if (!answer.ok) return setState({ ...IDLE, failure: answer });
    const { items, rest } = opened(answer.value);
    setState({ ...IDLE, step: "ready", items, rest });
  };

  const sign = async (choice: KeyChoice) => {
    const mine = turn.current;
    setState({ ...state, step: "signing", failure: null });
    const signed = await signAll(choice, state.items).catch((error: unknown) => {
      const [message, code] = [driverWords(error), driverCode(error)];
      return { ok: false, message, code, rules: [], fields: {} } satisfies ActFailure;
    });
    if (!Array.isArray(signed)) return setState({ ...state, step: "ready", failure: signed as ActFailure });
    const answer = await commit({ ...input, ...state.rest, signed: many ? signed : signed[0] }).catch(broken);
    if (mine !== turn.current) return;
    if (answer.ok) return setState({ ...state, step: "done", failure: null, value: answer.value });
    // What was prepared is used up: the next try begins with a fresh statement.
    await begin();
    setState((now) => ({ ...now, failure: answer }));
  };

  const reset = () => {
    turn.current += 1;
    setState(IDLE);
  };
  return { state, begin, sign, reset };
}

async function signAll(choice: KeyChoice, items: readonly PreparedItem[]): Promise<readonly SignedItem[]> {
  const signed: SignedItem[] = [];
  for (const item of items) signed.push(await signItem(choice, item));
  return signed;
}

/** Takes the items out of the shapes that prepare may answer with. */
function opened(value: unknown): { readonly items: readonly PreparedItem[]; readonly rest: Inputs } {
  if (Array.isArray(value)) return { items: value as PreparedItem[], rest: {} };
  const given = value as Inputs & { items?: PreparedItem[]; item?: PreparedItem };
  if ("bytesBase64" in given) return { items: [given as unknown as PreparedItem], rest: {} };
  const { items, item, ...rest } = given;
  return { items: items ?? (item ? [item] : []), rest };
}
