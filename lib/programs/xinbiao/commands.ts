import { audit } from "./audit";
import { certsCommand } from "./certs-command";
import { combine } from "./combine";
import type { Command } from "./command";
import { draw } from "./draw";
import { format } from "./format";
import { inspect } from "./inspect";
import { open } from "./open";
import { readiness } from "./readiness";
import { receipt } from "./receipt";
import { release } from "./release";
import { seal } from "./seal";
import { submit } from "./submit";
import { verify } from "./verify";

/** Every command by its name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  seal,
  inspect,
  open,
  submit,
  release,
  combine,
  draw,
  receipt,
  verify,
  readiness,
  audit,
  certs: certsCommand,
  format,
};
