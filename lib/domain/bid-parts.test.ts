import { describe, expect, it } from "vitest";
import { blindFiles, fileFor, judgedBy, partOf } from "./bid-parts";

const file = (role: string, part: string) => ({ role, part });
const letter = file("letter", "投标函");
const plan = file("technical", "技术文件");
const team = file("file1", "项目管理机构");
const boq = file("file2", "已标价工程量清单");
const licence = file("file3", "营业执照和资质证书");
const power = file("file4", "法定代表人授权书");
const criterion = (name: string, basis = "", evidence = "") => ({ name, basis, evidence });

describe("what a file of a bid is for", () => {
  it.each([
    [letter, "letter"],
    [file("plan", "施工组织设计"), "technical"],
    [file("file7", "服务方案"), "technical"],
    [boq, "price"],
    [file("price", "分项报价表"), "price"],
    [licence, "business"],
    [power, "letter"],
    [file("file9", "类似项目业绩"), "business"],
    [team, "other"],
  ] as const)("%o is %s", (one, part) => expect(partOf(one)).toBe(part));
});

describe("R-113: the document of what is marked lies open", () => {
  const files = [letter, licence, boq, plan, team];
  it("the technical one for a technical criterion, whatever comes first in the bid", () =>
    expect(fileFor(judgedBy(criterion("安全文明施工", "措施具体得高分"), "technical"), files)).toBe(plan));
  it("the one its words name before any other", () => {
    expect(fileFor(judgedBy(criterion("项目管理机构", "人员齐备"), "technical"), files)).toBe(team);
    expect(fileFor(judgedBy(criterion("人员配备", "", "见项目管理机构"), "technical"), files)).toBe(team);
  });
  it("never letter or price for a word that stands in a technical criterion", () => {
    const told = judgedBy(criterion("工期措施", "不得与投标函、已标价工程量清单矛盾"), "technical");
    expect(fileFor(told, files)).toBe(plan);
  });
  it("papers of the company for business marks and qualification, the bill for the price", () => {
    expect(fileFor(judgedBy(criterion("企业业绩"), "business"), files)).toBe(licence);
    expect(fileFor({ name: "", text: "具有二级资质", judged: "qualification" }, files)).toBe(licence);
    expect(fileFor({ name: "", text: "", judged: "price" }, files)).toBe(boq);
    expect(fileFor({ name: "", text: "投标函", judged: "form" }, files)).toBe(letter);
  });
  it("whatever there is where nothing fits, and nothing where there is nothing", () => {
    expect(fileFor(judgedBy(criterion("方案"), "technical"), [letter])).toBe(letter);
    expect(fileFor(judgedBy(criterion("方案"), "technical"), [])).toBeUndefined();
  });
});

describe("C-5: a blind part shows no paper that carries the bidder's name or price", () => {
  const files = [letter, licence, boq, plan, team, power];
  it("the technical file alone", () => expect(blindFiles([criterion("技术方案")], files)).toEqual([plan]));
  it("and what a technical criterion names, but never letter or price", () => {
    const criteria = [criterion("项目管理机构"), criterion("承诺", "按投标函和已标价工程量清单")];
    expect(blindFiles(criteria, files)).toEqual([plan, team]);
  });
  it("where a bid has no such file, what is of no known part, and still not the letter", () => {
    const nameless = file("file8", "附件八");
    expect(blindFiles([criterion("技术方案")], [letter, licence, nameless])).toEqual([nameless]);
  });
});
