/** Who the programs of the demonstration are: names and credit codes of invented bodies. */
export const DEMO_CAST = {
  platform: { name: "信标电子招标投标交易平台（演示）", uscc: "91520100MA6XB0001X" },
  hub: { name: "演示公共服务平台", uscc: "12520000MB0XB0002X" },
  /** In the order of the policy: the tenderee's side, the platform's own opening service, an independent third. */
  trustees: [
    { name: "演示招标采购服务中心", uscc: "12520100MB0XB00036" },
    { name: "信标平台开启服务（演示）", uscc: "91520100MA6XB00047" },
    { name: "演示公共资源交易中心", uscc: "12520000MB0XB00057" },
  ],
} as const;
