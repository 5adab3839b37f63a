/** Somebody outside who knows the time (protocol §5.1). */
export type TimeSource = {
  /** For the operator's page: address, without secrets. */
  readonly name: string;
  /** `platform`: it follows the sandbox's clock where there is one, as the demonstration's authority does. */
  readonly follows: "platform" | "real";
  /**
   * @returns its time at some instant between call and answer, and how exact it says that is
   * @throws {Error} when it cannot be reached
   */
  now(): Promise<{ readonly at: Date; readonly withinMs: number }>;
};
