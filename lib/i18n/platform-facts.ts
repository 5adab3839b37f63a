/**
 * Who stands behind this installation and how to reach them: what S14 wants disclosed and every page shows.
 * Facts of the installation, not words of the product: the operator edits them here. Names are not translated.
 */
export type Unit = { readonly name: string; readonly uscc: string; readonly principal: string };

export const PLATFORM = {
  phone: "0851-0555 0100",
  email: "support@xinbiao.example",
  securityEmail: "security@xinbiao.example",
  /** Record number of the site; a demonstration has none. */
  siteRecord: "黔ICP备00000000号",
  builder: { name: "贵州云衡数据集团有限公司", uscc: "91520000MA6G1T584K", principal: "罗定一" },
  operator: { name: "贵州信标交易服务有限公司", uscc: "91520100MA6D7K3010", principal: "莫知行" },
  developer: { name: "贵阳信标软件有限公司", uscc: "91520115MA6H9R428A", principal: "田未央" },
  maintainer: { name: "贵阳信标软件有限公司", uscc: "91520115MA6H9R428A", principal: "石敬亭" },
  certification: null as null | {
    readonly body: string;
    readonly number: string;
    readonly stars: 1 | 2 | 3;
    readonly from: string;
    readonly until: string;
    readonly scope: string;
    readonly reportSha256: string;
  },
  /** Date of the last change of this file. */
  updated: "2026-11-24",
} as const satisfies Record<string, unknown> & Record<"builder" | "operator" | "developer" | "maintainer", Unit>;
