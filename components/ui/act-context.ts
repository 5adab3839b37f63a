"use client";

import { createContext, useContext } from "react";

/** What a use case gave back, as `lib/web/action.ts` makes it. */
export type ActFailure = {
  readonly ok: false;
  readonly message: string;
  readonly code: string;
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
};
export type ActState<T = unknown> = { readonly ok: true; readonly value: T } | ActFailure;

/** Errors of the form around a field, by the field's name. */
export const FieldErrors = createContext<Readonly<Record<string, string>>>({});

export const useFieldError = (name: string): string | undefined => useContext(FieldErrors)[name];
