/** Entries of projects: what differs is given, the rest is the region's. */
export const projectOf = (given: {
  readonly name: string;
  readonly industryCode: string;
  readonly address: string;
  readonly owner: string;
  readonly funds: string;
  readonly scale: string;
  readonly number: number;
  readonly contact: string;
}): Record<string, unknown> => ({
  name: given.name,
  regionCode: "520100",
  industryCode: given.industryCode,
  investProjectCode: `2606-520199-04-01-${String(410_000 + given.number * 137)}`,
  address: given.address,
  ownerName: given.owner,
  fundSource: given.funds,
  scale: given.scale,
  approvalName: `关于${given.name}初步设计及概算的批复`,
  approvalNo: `黔新发改审〔2026〕${given.number} 号`,
  approvalAuthority: "黔中新区发展改革和统计局",
  contactName: given.contact,
  contactPhone: "0851-05550388",
});

const CONTENT = {
  construction: "施工图范围内的全部工程",
  goods: "设备供货、安装、调试与培训",
  services: "约定范围内的全部服务",
};

/** Entries of tenders: public money, mandatory tendering, open. */
export const tenderOf = (
  category: keyof typeof CONTENT,
  given: { readonly name: string; readonly type: string; readonly investment: string; readonly content?: string },
  training?: { readonly daySeconds: number },
): Record<string, unknown> => ({
  name: given.name,
  type: given.type,
  category,
  content: given.content ?? CONTENT[category],
  soeFunds: "true",
  publicInterest: category === "construction" ? "true" : "false",
  investment: given.investment,
  budget: given.investment,
  ...(training ? { training: "true", daySeconds: String(training.daySeconds) } : {}),
});
