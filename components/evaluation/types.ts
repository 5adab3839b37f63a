import type { ActState } from "@/components/ui/act-context";

/** A server action made by `call`. */
// biome-ignore lint/suspicious/noExplicitAny: each use case has its own input and value
export type Call = (input: any) => Promise<ActState<any>>;
/** A server action made by `action`. */
// biome-ignore lint/suspicious/noExplicitAny: each use case has its own value
export type FormAct = (previous: any, form: FormData) => Promise<any>;

export type DeskFile = {
  readonly bid: string;
  readonly label: string;
  readonly role: string;
  readonly part: string;
  readonly href: string;
  readonly media: string;
  readonly sizeBytes: number;
};
export type DeskColumn = { readonly key: string; readonly label: string };
/** Where the reader is: a bid's key and a row's id. */
export type Cell = { readonly bid: string; readonly row: string };
