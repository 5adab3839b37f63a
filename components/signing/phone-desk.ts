"use client";

import { useSyncExternalStore } from "react";
import { encodeBase64 } from "@/lib/crypto/binding";
import type { RemoteKind, RemoteResult } from "@/lib/crypto/remote-request";
import type { RemoteCode } from "@/lib/crypto/signer";
import type { AskPhone } from "@/lib/crypto/signer-remote";

/** What the person at the page sees while their phone is asked, and why it came to nothing where it did. */
export type PhonePrompt = {
  readonly kind: RemoteKind;
  readonly title: string;
  readonly number: string;
  readonly mark: string;
  readonly scan: string;
  readonly failed: RemoteCode | null;
};

let prompt: PhonePrompt | null = null;
let watchers: readonly (() => void)[] = [];
let cancelled = false;

const show = (next: PhonePrompt | null) => {
  prompt = next;
  for (const tell of watchers) tell();
};

export const usePhonePrompt = (): PhonePrompt | null =>
  useSyncExternalStore(
    (tell) => {
      watchers = [...watchers, tell];
      return () => {
        watchers = watchers.filter((one) => one !== tell);
      };
    },
    () => prompt,
    () => null,
  );

/** The person closes the window: what is under way is called off, what has failed is put away. */
export function closePrompt(): void {
  // The window's own closing says so too, when there is nothing left to call off.
  if (prompt?.failed) show(null);
  else if (prompt) cancelled = true;
}

const EVERY_MS = 1_000;
/** A line that drops for a moment is no answer. */
const MISSES = 3;

type Asked = { readonly id: string; readonly page: string; readonly number: string; readonly scan: string };
type Heard = { readonly state: keyof typeof ENDS | "waiting" | "approved"; readonly result?: RemoteResult };
const ENDS = {
  refused: "SIGNER_REMOTE_REFUSED",
  wrongNumber: "SIGNER_REMOTE_NUMBER",
  expired: "SIGNER_REMOTE_EXPIRED",
  cancelled: "SIGNER_REMOTE_CANCELLED",
  answer: "SIGNER_REMOTE_ANSWER",
} as const satisfies Readonly<Record<string, RemoteCode>>;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Puts the question to the platform, shows number and code, and waits for the phone; one question after another, for there
 * is one window to read its number in. @throws code SIGNER_REMOTE_…
 */
export const askPhone: AskPhone = (ask) => {
  const mine = turn.then(() => askAlone(ask));
  turn = mine.catch(() => {});
  return mine;
};

const askAlone: AskPhone = async ({ kind, statement, context, certificate = null, phone = null }) => {
  cancelled = false;
  const { purpose, title, tender = null } = context;
  const about = { kind, title, number: "", mark: "", scan: "" };
  try {
    const order = { kind, statement: encodeBase64(statement), purpose, title, tender, certificate, phone };
    const { id, page, number, scan } = await post<Asked>("/api/v1/phone", order);
    // Made here of what this page asks: a platform that put its own key into the question could otherwise show the mark
    // of that question on both screens, and would read what the phone opens.
    const { statementMark } = await import("@/lib/crypto/signer");
    const mark = statementMark(statement);
    if (new URL(scan).searchParams.get("mark") !== mark) throw coded("SIGNER_REMOTE_ANSWER");
    show({ ...about, number, mark, scan, failed: null });
    const heard = await listen({ id, page });
    if (heard.state !== "approved" || !heard.result) throw coded(ENDS[heard.state as keyof typeof ENDS]);
    show(null);
    return heard.result;
  } catch (error) {
    const said = (error as { code?: unknown }).code;
    const code =
      typeof said === "string" && said.startsWith("SIGNER_REMOTE_") ? (said as RemoteCode) : "SIGNER_REMOTE_DOWN";
    // Said where it is seen, whatever page asked: why nothing was signed.
    show(code === "SIGNER_REMOTE_CANCELLED" ? null : { ...(prompt ?? about), failed: code });
    throw coded(code);
  }
};

async function listen(request: { readonly id: string; readonly page: string }): Promise<Heard> {
  for (let misses = 0; ; ) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    try {
      const heard = await post<Heard>("/api/v1/phone/answer", cancelled ? { ...request, cancel: true } : request);
      if (heard.state !== "waiting") return heard;
      misses = 0;
    } catch (error) {
      misses += 1;
      if ((error as { code?: unknown }).code !== "SIGNER_REMOTE_DOWN" || misses >= MISSES) throw error;
    }
  }
}

async function post<T>(url: string, body: object): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => {
    throw coded("SIGNER_REMOTE_DOWN");
  });
  if (answer.ok) return (await answer.json()) as T;
  const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
  throw coded(code === "REMOTE_USED" ? "SIGNER_REMOTE_USED" : "SIGNER_REMOTE_DOWN");
}

const coded = (code: RemoteCode): Error => Object.assign(new Error(code), { code });
