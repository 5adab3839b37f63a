import { LIFECYCLES } from "./lifecycles";
import { mermaid } from "./mermaid";

/** All state machines as one page of Mermaid diagrams, drawn from the tables that decide. */
export const diagrams = (): string =>
  Object.entries(LIFECYCLES)
    .map(
      ([name, { zh, en, initial, table }]) =>
        `## ${name}: ${zh} · ${en}\n\n\`\`\`mermaid\n${mermaid(table, initial)}\n\`\`\`\n`,
    )
    .join("\n");
