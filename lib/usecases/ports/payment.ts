/** A payment gateway: a page of its own, and signed callbacks that may come twice, late or never. */
export type PaymentGateway = {
  /** Address to send the payer to. @param amountFen integer fen */
  checkoutUrl(order: {
    readonly id: string;
    readonly amountFen: bigint;
    readonly title: string;
    readonly returnUrl: string;
    readonly callbackUrl: string;
  }): string;
  /** The callback's content if its MAC is right, else null. */
  readCallback(body: string, mac: string): PaymentCallback | null;
  refund(gatewayRef: string, amountFen: bigint): Promise<void>;
};

export type PaymentCallback = {
  readonly orderId: string;
  readonly gatewayRef: string;
  readonly amountFen: bigint;
  readonly result: "paid" | "failed" | "refunded";
};
