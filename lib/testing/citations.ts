import type { Source } from "./sources";

/** Rules that the text cites and the catalogue does not have, as `file: R-nnn`. */
export const unknownRules = (sources: readonly Source[], isRule: (id: string) => boolean): readonly string[] =>
  sources.flatMap(({ file, text }) =>
    [...new Set([...text.matchAll(/\bR-\d+\b/g)].map(([id]) => id))]
      .filter((id) => !isRule(id))
      .map((id) => `${file}: ${id}`),
  );
