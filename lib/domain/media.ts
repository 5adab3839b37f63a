/** A medium on which notices of mandatory tendering appear. */
export type Medium = { readonly code: string; readonly name: string; readonly regions: readonly string[] };

/** Designated media by the beginning of the region code; "" is the whole country. Data, not code: extend here. */
export const MEDIA: readonly Medium[] = [
  { code: "cebpubservice", name: "中国招标投标公共服务平台", regions: ["52"] },
  { code: "gz-pubservice", name: "贵州省招标投标公共服务平台", regions: ["52"] },
];

/** The designated media for a project of this region; none where the region is not configured. */
export const mediaFor = (regionCode: string): readonly Medium[] =>
  MEDIA.filter(({ regions }) => regions.some((region) => regionCode.startsWith(region)));
