export type HubReceipt = {
  readonly messageId: string;
  readonly result: "accepted" | "rejected" | "duplicate";
  readonly code: string;
  readonly reason: string;
  readonly receivedAt: string;
  /** CMS of the hub over the canonical receipt without this member, base64. */
  readonly signature: string;
};

export type Hub = {
  /**
   * @param bytes canonical message
   * @param cms   the platform's detached CMS over it
   * @throws {Error} on time-out or 5xx: the message is tried again on schedule
   */
  deliver(bytes: Uint8Array, cms: Uint8Array): Promise<HubReceipt>;
  health(): Promise<boolean>;
};
