import type { Role } from "@/lib/domain/actor";
import type { PartyKind } from "@/lib/domain/party";
import { usccCheck } from "@/lib/kernel/uscc";

/** One password, one file password and one authenticator entry for everybody: a demonstration hides nothing from its visitors. */
export const PASSWORD = "lingxiu-yanlian-2026";
export const P12_PASSWORD = "xinbiao-demo";
export const CODE_SECRET = "KRSXG5DFOIWFQ2LOMJUWC3ZNMRSW23ZN";

export type AuthorityId = "demo-a" | "demo-b" | "demo-c";
export type CastPerson = { readonly login: string; readonly name: string; readonly number: number };
export type CastParty = {
  readonly uscc: string;
  readonly name: string;
  readonly kind: PartyKind;
  readonly role: Exclude<Role, "public" | "system" | "trustee" | "witness">;
  readonly legalRepresentative: string;
  readonly address: string;
  readonly regionCode: string;
  readonly phone: string;
  readonly authority: AuthorityId;
  /** The first is the administrator, who registers; the others are invited. */
  readonly people: readonly CastPerson[];
};
export type CastExpert = CastPerson & {
  readonly specialties: readonly string[];
  readonly title: string;
  readonly regionCode: string;
  readonly employerUscc: string;
  /** Year in which the work in the field began. */
  readonly since: string;
};

const code = (body: string): string => body + usccCheck(body);
const company = (n: number, region = "520100") => code(`91${region}MA6YL${String(n).padStart(4, "0")}`);
const institution = (n: number, region = "520100") => code(`12${region}MB1YL${String(n).padStart(4, "0")}`);
const office = (n: number, region = "520100") => code(`11${region}MB2YL${String(n).padStart(4, "0")}`);
const REGION = "520100";

export const OPERATOR: CastParty = {
  uscc: company(100),
  name: "黔中信标电子招标平台运营有限公司",
  kind: "enterprise",
  role: "operator",
  legalRepresentative: "申屠远",
  address: "黔中新区数谷大道 1 号",
  regionCode: REGION,
  phone: "0851-05550100",
  authority: "demo-b",
  people: [
    { login: "operator1", name: "申屠晓", number: 1 },
    { login: "operator2", name: "端木岚", number: 2 },
  ],
};

export const SUPERVISOR: CastParty = {
  uscc: office(200),
  name: "黔中新区公共资源交易监督管理局",
  kind: "government",
  role: "supervisor",
  legalRepresentative: "闻人澜",
  address: "黔中新区政务大道 9 号",
  regionCode: REGION,
  phone: "0851-05550200",
  authority: "demo-a",
  people: [{ login: "supervisor1", name: "闻人毅", number: 3 }],
};

export const AUDITOR: CastParty = {
  uscc: office(210),
  name: "黔中新区电子招标投标审计中心",
  kind: "government",
  role: "auditor",
  legalRepresentative: "公羊硕",
  address: "黔中新区政务大道 11 号",
  regionCode: REGION,
  phone: "0851-05550210",
  authority: "demo-b",
  people: [{ login: "auditor1", name: "公羊敏", number: 4 }],
};

export const POOL: CastParty = {
  uscc: institution(220),
  name: "黔中综合评标专家库管理中心",
  kind: "institution",
  role: "evaluator",
  legalRepresentative: "宇文清",
  address: "黔中新区政务大道 15 号",
  regionCode: REGION,
  phone: "0851-05550220",
  authority: "demo-b",
  people: [{ login: "pool1", name: "宇文芳", number: 5 }],
};

export const ROADS: CastParty = {
  uscc: institution(300),
  name: "黔中新区市政工程建设中心",
  kind: "institution",
  role: "tenderee",
  legalRepresentative: "欧阳铮",
  address: "黔中新区滨河路 36 号",
  regionCode: REGION,
  phone: "0851-05550300",
  authority: "demo-b",
  people: [
    { login: "roads1", name: "欧阳启航", number: 10 },
    { login: "roads2", name: "夏侯静", number: 11 },
  ],
};

export const HOSPITAL: CastParty = {
  uscc: institution(310),
  name: "黔中新区第二人民医院",
  kind: "institution",
  role: "tenderee",
  legalRepresentative: "诸葛明德",
  address: "黔中新区杏林路 88 号",
  regionCode: REGION,
  phone: "0851-05550310",
  authority: "demo-a",
  people: [
    { login: "hospital1", name: "诸葛宁", number: 12 },
    { login: "hospital2", name: "皇甫蕾", number: 13 },
  ],
};

export const SCHOOLS: CastParty = {
  uscc: institution(330),
  name: "黔中新区教育项目建设管理中心",
  kind: "institution",
  role: "tenderee",
  legalRepresentative: "轩辕砚",
  address: "黔中新区书院路 20 号",
  regionCode: REGION,
  phone: "0851-05550330",
  authority: "demo-c",
  people: [
    { login: "schools1", name: "轩辕书", number: 16 },
    { login: "schools2", name: "司空棋", number: 17 },
  ],
};

export const AGENCY: CastParty = {
  uscc: company(320),
  name: "黔中衡正招标咨询有限公司",
  kind: "enterprise",
  role: "agency",
  legalRepresentative: "司徒正",
  address: "黔中新区会展路 5 号 12 层",
  regionCode: REGION,
  phone: "0851-05550320",
  authority: "demo-a",
  people: [
    { login: "agency1", name: "司徒言", number: 14 },
    { login: "agency2", name: "上官岚", number: 15 },
  ],
};

const regionOf = (name: string): string => (name.startsWith("播州") ? "520300" : REGION);

const bidder = (
  n: number,
  name: string,
  legalRepresentative: string,
  person: string,
  authority: AuthorityId,
  address: string,
): CastParty => ({
  uscc: company(400 + n, regionOf(name)),
  name,
  kind: "enterprise",
  role: "bidder",
  legalRepresentative,
  address,
  regionCode: regionOf(name),
  phone: `0851-05550${400 + n}`,
  authority,
  people: [{ login: `bidder${n}`, name: person, number: 20 + n }],
});

export const BIDDERS: readonly CastParty[] = [
  bidder(1, "黔中云岫路桥工程有限公司", "南宫峰", "南宫瑞", "demo-b", "黔中新区工业一路 2 号"),
  bidder(2, "黔中磐泰市政建设有限公司", "慕容坤", "慕容雪", "demo-b", "黔中新区工业二路 17 号"),
  bidder(3, "黔中澄川建设集团有限公司", "令狐川", "令狐嘉", "demo-a", "黔中新区创新路 40 号"),
  bidder(4, "黔中明澈医疗科技有限公司", "尉迟明", "尉迟悦", "demo-b", "黔中新区科创园 B3 栋"),
  bidder(5, "播州瑞衡工程设备有限公司", "长孙衡", "长孙越", "demo-c", "播州新城开发路 6 号"),
  bidder(6, "播州青禾城市服务有限公司", "钟离禾", "钟离安", "demo-b", "播州新城民生路 21 号"),
  bidder(9, "黔中岚溪物业管理有限公司", "公冶岚", "公冶溪", "demo-b", "黔中新区安居路 55 号"),
  bidder(10, "黔中沐源环境服务有限公司", "宗政源", "宗政沐", "demo-c", "黔中新区滨河路 101 号"),
  bidder(11, "播州恒屹建筑工程有限公司", "太叔屹", "太叔恒", "demo-b", "播州新城建设路 8 号"),
];

/** Registered, and not (yet) found true: the operator's list of checks is not empty. */
export const WAITING: readonly CastParty[] = [
  bidder(7, "播州松涛园林绿化有限公司", "濮阳松", "濮阳涛", "demo-b", "播州新城绿道 3 号"),
  bidder(8, "黔中远岱建材有限公司", "澹台岱", "澹台远", "demo-b", "黔中新区物流园 12 号"),
];

const expert = (
  n: number,
  name: string,
  specialties: readonly string[],
  title: string,
  employerUscc: string,
  since: string,
): CastExpert => ({
  login: `expert${n}`,
  name,
  number: 40 + n,
  specialties,
  title,
  regionCode: n > 9 ? "520300" : REGION,
  employerUscc,
  since,
});

const UNIVERSITY = institution(500);
const DESIGN = company(501);
const CLINIC = institution(502);
export const SPECIALTY = { works: "市政工程", medical: "医疗设备", services: "物业与养护" } as const;
const { works, medical, services } = SPECIALTY;

export const EXPERTS: readonly CastExpert[] = [
  expert(1, "东郭衡之", [works, "道路桥梁工程"], "正高级工程师", UNIVERSITY, "1998-07-01"),
  expert(2, "西门知远", [works, services], "高级工程师", DESIGN, "2004-07-01"),
  expert(3, "左丘明月", [works, medical], "高级工程师", DESIGN, "2006-03-01"),
  expert(4, "百里疏桐", [works, services], "教授", UNIVERSITY, "1995-09-01"),
  expert(5, "拓跋松年", [works, medical], "高级经济师", company(503), "2003-08-01"),
  expert(6, "即墨云深", [works, medical, services], "高级工程师", company(504), "2008-07-01"),
  expert(7, "钟离若水", [works, medical, services], "主任医师（正高级）", CLINIC, "1999-07-01"),
  expert(8, "颛孙怀瑾", [medical, services], "高级工程师", CLINIC, "2007-05-01"),
  expert(9, "羊舌望舒", [medical, services, works], "副教授", UNIVERSITY, "2005-09-01"),
  expert(10, "微生子规", [services, works], "高级会计师", company(505, "520300"), "2002-06-01"),
  expert(11, "巫马青岚", [services, medical, works], "高级工程师", company(506, "520300"), "2009-07-01"),
  // Works for a bidder: never drawn where that one bids.
  expert(12, "谷梁长风", [works], "高级工程师", company(401), "2001-07-01"),
];

export const PARTIES: readonly CastParty[] = [ROADS, HOSPITAL, SCHOOLS, AGENCY, ...BIDDERS];
