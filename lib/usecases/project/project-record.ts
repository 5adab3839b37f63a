import { compactTime } from "@/lib/kernel/format";
import type { ProjectRow } from "@/lib/store/projects";

/** A project as record 500 of the data dictionary (§6.1). */
export const projectRecord = (project: ProjectRow) => ({
  PROJECT_CODE: project.code,
  PROJECT_NAME: project.name,
  REGION_CODE: project.regionCode,
  RELATE_CODE: project.investProjectCode ? "1" : "0",
  INVEST_PROJECT_CODE: project.investProjectCode,
  PROJECT_ADDRESS: project.address,
  LEGAL_PERSON: project.ownerName,
  CLASS_VER_CODE: "1",
  INDUSTRIES_TYPE: project.industryCode,
  FUND_SOURCE: project.fundSource,
  PROJECT_SCALE: project.scale,
  CONTACTOR: project.contactName,
  CONTACT_INFORMATION: project.contactPhone,
  APPROVAL_NAME: project.approvalName || project.exemption,
  APPROVAL_NUMBER: project.approvalNo,
  APPROVAL_AUTHORITY: project.approvalAuthority,
  CREATE_TIME: compactTime(project.createdAt),
});
