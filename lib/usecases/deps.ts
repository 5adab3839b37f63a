import type { Hub } from "./ports/hub";
import type { Objects } from "./ports/objects";
import type { PaymentGateway } from "./ports/payment";
import type { PdfMaker } from "./ports/pdf";
import type { RemoteSigner } from "./ports/remote-signer";
import type { RevocationFetch } from "./ports/revocation";
import type { Secrets } from "./ports/secrets";
import type { Trust } from "./ports/trust";
import type { LogSigner, PlatformSigner } from "./ports/platform-signer";
import type { Trustee } from "./ports/trustee";
import type { TimeSource } from "./ports/time-source";
import type { Tsa } from "./ports/tsa";
import type { Witness } from "./ports/witness";

/** How much of the platform one participant may take up. */
export type Limits = {
  /** All that one bid uploads, replaced versions included, in bytes. */
  readonly bidBytes: number;
  /** Signed refusals kept for one bid. */
  readonly refusalsPerBid: number;
};

/** What use cases need from outside, in their words. Web, worker and seed wire adapters into it. */
export type Deps = {
  readonly objects: Objects;
  readonly platform: PlatformSigner;
  readonly log: LogSigner;
  readonly trust: Trust;
  readonly revocation: RevocationFetch;
  readonly tsa: Tsa;
  /** Who is asked whether the platform's clock is right (protocol §5.1). */
  readonly timeSources: readonly TimeSource[];
  readonly trustees: readonly Trustee[];
  readonly witnesses: readonly Witness[];
  readonly hub: Hub;
  readonly payment: PaymentGateway;
  /** Certificates on phones; absent where no provider was named. */
  readonly remote?: RemoteSigner | undefined;
  readonly pdf: PdfMaker;
  readonly secrets: Secrets;
  readonly limits: Limits;
  /** Tells the programs beside the platform how far a sandbox's clock was moved; absent outside a sandbox. */
  readonly sandboxClock?: { publish(offsetMs: number): Promise<void> } | undefined;
  /** Public address of this platform, without a trailing slash. */
  readonly origin: string;
};
