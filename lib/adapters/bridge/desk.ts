import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** What the bridge asks its own person, in its own window or terminal: a page never sees a PIN. */
export type Desk = {
  /** True only of a build that takes the PIN from the environment; every hello says so. */
  readonly testPin: boolean;
  /** Shows the code that pairs a page of this origin. */
  showCode(origin: string, code: string): void;
  /** @returns whether the person agrees to this very act */
  confirm(question: {
    readonly origin: string;
    readonly purpose: string;
    readonly title: string;
    readonly tender: string | null;
    readonly mark: string;
  }): Promise<boolean>;
  /** @param tries what the token says of wrong PINs before @returns null where the person gives none */
  pin(token: string, tries: "low" | "last" | null): Promise<string | null>;
};

/** In the terminal the bridge was started in; the PIN by pinentry where there is a desktop. */
export function terminalDesk(env: Readonly<Record<string, string | undefined>>): Desk {
  const { BRIDGE_TEST_PIN: testPin } = env;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (testPin !== undefined) say("!! 测试版：口令取自环境变量 TEST BUILD: the PIN is taken from the environment");
  return {
    testPin: testPin !== undefined,
    showCode: (origin, code) => say(`\n${origin} 请求配对 asks to pair. 请在网页输入 Type into the page: ${code}`),
    confirm: async ({ origin, purpose, title, tender, mark }) => {
      if (testPin !== undefined) return true;
      say(`\n${origin}\n${purpose}${tender ? ` · ${tender}` : ""}\n${title}\nSHA-256 ${mark}…`);
      return /^(y|yes|是)$/i.test((await ask("签署？Sign? [y/N] ", false)).trim());
    },
    pin: async (token, tries) => {
      if (testPin !== undefined) return testPin;
      const about = tries ? `${token} (${TRIES[tries]})` : token;
      const given = env.DISPLAY || env.WAYLAND_DISPLAY ? await pinentry(about) : undefined;
      return given === undefined ? (await ask(`${about} PIN: `, true)) || null : given;
    },
  };
}

const TRIES = {
  low: "口令曾输错 a wrong PIN was given before",
  last: "只剩一次机会，再错即锁定 one try left before the key locks",
} as const;

function ask(question: string, hidden: boolean): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  // What is typed must not be shown: the interface writes through this.
  const shown = lines as unknown as { _writeToOutput: (text: string) => void };
  if (hidden) shown._writeToOutput = (text) => void (text.includes(question) && process.stderr.write(question));
  return new Promise((resolve) =>
    lines.question(question, (answer) => {
      lines.close();
      if (hidden) process.stderr.write("\n");
      resolve(answer);
    }),
  );
}

/** Assuan, four lines of it. @returns undefined where there is no pinentry, null where the person cancels */
function pinentry(token: string): Promise<string | null | undefined> {
  return new Promise((resolve) => {
    const child = spawn("pinentry", [], { stdio: ["pipe", "pipe", "ignore"] });
    child.once("error", () => resolve(undefined));
    const lines = createInterface({ input: child.stdout });
    let pin: string | null = null;
    lines.on("line", (line) => {
      if (line.startsWith("D ")) pin = decodeURIComponent(line.slice(2));
    });
    child.once("close", () => resolve(pin));
    child.stdin.end(`SETDESC ${encodeURIComponent(token)}\nSETPROMPT PIN:\nGETPIN\nBYE\n`);
  });
}
