/** The only way to the addresses that stand in certificates' trust list: bounded in size and time, never into our own network. */
export type RevocationFetch = {
  /** What an address gives: a CRL. @throws where it gives nothing, too much, or too slowly */
  get(url: string): Promise<Uint8Array>;
  /** What an OCSP responder answers to a request. @throws likewise */
  ask(url: string, request: Uint8Array): Promise<Uint8Array>;
};
