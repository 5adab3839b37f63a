import { describe, expect, it } from "vitest";
import { fen, yuan } from "@/lib/kernel/money";
import {
  BOND_LIFECYCLE,
  bidBondCap,
  type BondFacts,
  type BondLifecycleFacts,
  bondEnd,
  bondFaults,
  bondInterest,
  bondTermsFault,
  performanceBondCap,
} from "./bond";
import { CONTRACT_LIFECYCLE, type ContractFacts, contractDifferences } from "./contract";
import { step } from "./lifecycle";
import { Refusal } from "./refusal";

const at = (text: string) => new Date(`${text.replace(" ", "T")}+08:00`);
const codeOf = (next: unknown) => (next instanceof Refusal ? next.code : next);

const CONTRACT: ContractFacts = {
  at: at("2026-12-01 00:00:00"),
  letterSentAt: at("2026-11-30 00:00:00"),
  contract: {
    object: "某某道路工程 一标段",
    priceFen: 948_000_000n,
    quality: "合格",
    durationDays: 180,
    manager: "张三",
  },
  agreed: {
    object: "某某道路工程　一标段",
    priceFen: 948_000_000n,
    quality: "合格",
    durationDays: 180,
    manager: "张三",
  },
  performanceBondFen: 94_800_000n,
  performanceBondGivenFen: 94_800_000n,
  sameText: true,
  suspended: false,
};
const sign = (change: Partial<ContractFacts> = {}) =>
  codeOf(step(CONTRACT_LIFECYCLE, "drafted", "sign", { ...CONTRACT, ...change }));

describe("R-145: the contract says what was bid", () => {
  it("white space aside, every field", () => {
    expect(sign()).toBe("halfSigned");
    expect(sign({ contract: { ...CONTRACT.contract, priceFen: 948_000_001n } })).toBe("DIFFERS_FROM_BID");
    expect(contractDifferences({ ...CONTRACT.contract, durationDays: null, quality: "优良" }, CONTRACT.agreed)).toEqual(
      ["quality", "durationDays"],
    );
    expect(sign({ letterSentAt: null })).toBe("NOT_READY");
    expect(codeOf(step(CONTRACT_LIFECYCLE, "halfSigned", "countersign", { ...CONTRACT, sameText: false }))).toBe(
      "CONTENT_CHANGED",
    );
    expect(codeOf(step(CONTRACT_LIFECYCLE, "halfSigned", "countersign", CONTRACT))).toBe("signed");
  });
});

describe("R-91: performance bond", () => {
  it("at most ten per cent, and given before the signature", () => {
    expect(yuan(performanceBondCap(fen("9480000")))).toBe("948000.00");
    expect(sign({ performanceBondFen: 94_800_001n })).toBe("OUT_OF_RANGE");
    expect(sign({ performanceBondGivenFen: 0n })).toBe("NOT_READY");
  });
});

describe("R-85: bid bond", () => {
  it("at most two per cent, or the region's cap", () => {
    expect(yuan(bidBondCap(fen("18500000"), null))).toBe("370000.00");
    expect(yuan(bidBondCap(fen("118230000"), fen("800000")))).toBe("800000.00");
    const terms = { required: true, amountFen: fen("370000"), forms: ["transfer", "guarantee", "insurance"] };
    expect(bondTermsFault(terms, fen("18500000"), null)).toBeNull();
    expect(bondTermsFault({ ...terms, amountFen: fen("370000.01") }, fen("18500000"), null)?.code).toBe("OUT_OF_RANGE");
  });
});

describe("R-92: no form of bond is excluded", () => {
  it("cash alone is refused", () => {
    const terms = { required: true, amountFen: 1n, forms: ["transfer"] };
    expect(bondTermsFault(terms, fen("18500000"), null)).toMatchObject({ rules: ["R-92"] });
    expect(bondTermsFault({ ...terms, required: false }, 0n, null)).toBeNull();
  });
});

const BOND: BondFacts = {
  amountFen: 100n,
  demandedFen: 100n,
  form: "guarantee",
  validTo: "2027-03-21",
  validityEnd: "2027-03-21",
  payerAccount: null,
  basicAccount: "6222",
  basicAccountOnly: true,
};

describe("R-86: a bond is valid as long as the bid", () => {
  it("a day short is marked", () => {
    expect(bondFaults(BOND)).toEqual([]);
    expect(bondFaults({ ...BOND, validTo: "2027-03-20" })).toEqual(["validity"]);
    expect(bondFaults({ ...BOND, amountFen: 99n, form: "promise" })).toEqual(["amount", "form"]);
  });
  it("money has no last day, whatever was sent with it; a guarantee keeps its own", () => {
    expect(bondEnd("transfer", "2027-03-20")).toBeNull();
    expect(bondEnd("transfer", undefined)).toBeNull();
    expect(bondEnd("guarantee", "2027-03-20")).toBe("2027-03-20");
    expect(bondEnd("insurance", "")).toBeNull();
  });
});

describe("R-87: from the basic account", () => {
  it("another account is marked, in mandatory projects", () => {
    const transfer = { ...BOND, form: "transfer", validTo: null, payerAccount: "6223" };
    expect(bondFaults(transfer)).toEqual(["account"]);
    expect(bondFaults({ ...transfer, payerAccount: "6222" })).toEqual([]);
    expect(bondFaults({ ...transfer, basicAccountOnly: false })).toEqual([]);
  });
});

describe("R-93: a bond is kept on listed grounds with evidence", () => {
  const facts: BondLifecycleFacts = {
    at: at("2026-12-22 00:00:00"),
    deadline: at("2026-12-21 09:30:00"),
    cause: "",
    ground: "revoked",
    evidence: "撤销函",
  };
  const keep = (change: Partial<BondLifecycleFacts>) =>
    codeOf(step(BOND_LIFECYCLE, "held", "keep", { ...facts, ...change }));
  it("else it goes back", () => {
    expect(keep({})).toBe("kept");
    expect(codeOf(step(BOND_LIFECYCLE, "refundDue", "keep", { ...facts }))).toBe("kept");
    expect(keep({ ground: "" })).toBe("GROUND_NEEDED");
    expect(keep({ evidence: "" })).toBe("REASON_NEEDED");
    expect(codeOf(step(BOND_LIFECYCLE, "held", "release", { ...facts, cause: "contractSigned" }))).toBe("refundDue");
    expect(codeOf(step(BOND_LIFECYCLE, "held", "release", facts))).toBe("GROUND_NEEDED");
    expect(codeOf(step(BOND_LIFECYCLE, "matched", "hold", { ...facts, at: at("2026-12-21 09:29:59") }))).toBe(
      "BIDDING_STILL_OPEN",
    );
  });
});

describe("R-89: interest", () => {
  it("simple, half up to the fen", () => {
    expect(bondInterest(fen("370000"), 90, 35)).toBe(31_932n); // 370000 × 0.35 % × 90 / 365 = 319.315…
    expect(bondInterest(0n, 90, 35)).toBe(0n);
  });
});
