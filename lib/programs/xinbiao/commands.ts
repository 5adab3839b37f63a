import { audit } from "./audit";
import { certsCommand } from "./certs-command";
import { combine } from "./combine";
import type { Command } from "./command";
import { draw } from "./draw";
import { inspect } from "./inspect";
import { open } from "./open";
import { release } from "./release";
import { seal } from "./seal";

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  seal,
  inspect,
  open,
  release,
  combine,
  draw,
  audit,
  certs: certsCommand,
};
