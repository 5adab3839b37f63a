import type { RemoteEnd, RemoteKind, RemoteResult } from "@/lib/crypto/remote-request";

/** What the provider of certificates on phones is told; the phone shows it before anything is done with a key. */
export type RemoteOrder = {
  /** Ours, unguessable. */
  readonly id: string;
  readonly kind: RemoteKind;
  /** Canonical SBC/1 statement, base64. */
  readonly statement: string;
  readonly purpose: string;
  readonly title: string;
  readonly tender: string | null;
  readonly origin: string;
  /** Two digits that the page shows and the person types on the phone. */
  readonly number: string;
  readonly certificate: string | null;
  readonly phone: string | null;
  readonly seconds: number;
};
export type RemoteStatus =
  | { readonly state: "waiting" }
  | { readonly state: Exclude<RemoteEnd, "approved"> }
  | { readonly state: "approved"; readonly result: RemoteResult };

/** A provider of certificates whose keys live between a phone and a service (protocol §4.3 no. 3). */
export type RemoteSigner = {
  /** @returns address that a phone opens from the square code @throws where the provider does not answer */
  place(order: RemoteOrder): Promise<{ readonly phoneUrl: string }>;
  /** @throws where the provider does not answer */
  statusOf(id: string): Promise<RemoteStatus>;
};
