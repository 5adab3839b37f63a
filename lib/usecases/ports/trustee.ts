/** One opening trustee as the platform reaches it: its own process, key store and judgement (protocol §2.10). */
export type Trustee = {
  readonly url: string;
  /** The platform's own opening service: the only one that sees a header before the freeze (protocol §2.9, 6). */
  readonly own: boolean;
  /**
   * Makes (or repeats) the trustee's keys for a lot: P-256 in suite 1, SM2 in suite 2.
   * @returns canonical key statement and the trustee's detached CMS over it
   */
  makeKeys(tender: { readonly id: string; readonly lot: string }, groups: number, suite: 1 | 2): Promise<SignedBytes>;
  /**
   * Asks for the trustee's shares of the frozen bids. It checks policy, freeze, log proof, cosignatures and its own clock.
   * @throws {Error} with the trustee's reason when it refuses
   */
  giveShares(request: ShareRequest): Promise<SignedBytes>;
  /**
   * Whether the trustee's own shares in a header match their commitments. Asked of the own trustee alone: from the others
   * the number of bids is hidden until the freeze.
   */
  checkShares(tender: { readonly id: string; readonly lot: string }, header: Uint8Array): Promise<boolean>;
  /**
   * Opens a canary for each group and signs a digest of it (protocol §2.10): whether it will be able to open on the day.
   * @throws {Error} where a key is gone or the trustee does not answer
   */
  rehearse(question: {
    readonly tender: { readonly id: string; readonly lot: string };
    readonly suite: 1 | 2;
    readonly nonce: Uint8Array;
    readonly canaries: readonly { readonly ct: Uint8Array; readonly enc?: Uint8Array | undefined }[];
  }): Promise<SignedBytes>;
  /** The lot's private keys for the archive, once every frozen bid of the groups is opened. */
  publishKeys(tender: { readonly id: string; readonly lot: string }): Promise<Uint8Array>;
  health(): Promise<boolean>;
};

export type SignedBytes = { readonly bytes: Uint8Array; readonly cms: Uint8Array };

export type ShareRequest = {
  readonly policy: SignedBytes;
  readonly tenderRecord: SignedBytes;
  readonly close: SignedBytes;
  readonly freeze: SignedBytes;
  /** tlog-proof of the freeze event with cosigned checkpoint, and the event's bytes and blind. */
  readonly proof: LoggedEvent;
  readonly group: number;
  /**
   * Seal and header bytes of every released bid, and the container that holds the group. The seal ties the header to the
   * bid: without it the header of a bid that was never released could be passed off as a released one's.
   */
  readonly headers: readonly {
    readonly bid: string;
    readonly container: string;
    readonly seal: Uint8Array;
    readonly header: Uint8Array;
    /** Submitted again (protocol §2.11, 6): the seal whose container is to be opened, and its bidder's signature. */
    readonly again?: { readonly seal: Uint8Array; readonly cms: Uint8Array };
  }[];
  /** With two envelopes, groups 2 and above: the signed technical result and its place in the log (protocol §9). */
  readonly result?: { readonly statement: SignedBytes; readonly proof: LoggedEvent };
};

export type LoggedEvent = { readonly event: Uint8Array; readonly blind: Uint8Array; readonly proof: string };
