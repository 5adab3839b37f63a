import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** What leaves the platform about a message: that there is one, and where to read it. Never its content. */
export type Outgoing = {
  readonly messageId: string;
  readonly channel: string;
  readonly address: string;
  readonly text: string;
};

/** Sends mail and SMS. @throws {Error} when it cannot; the job tries again */
export type Notifier = { send(message: Outgoing): Promise<void> };

/** Writes one JSON line per message to a file instead of sending it: the demonstration's mail and SMS. */
export function logNotifier(file: string): Notifier {
  return {
    send: async (message) => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 });
    },
  };
}
