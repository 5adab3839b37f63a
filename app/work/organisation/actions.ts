"use server";

import { z } from "zod";
import {
  bindCertificate,
  bindCertificateInput,
  prepareBinding,
  prepareBindingInput,
} from "@/lib/usecases/certificate/bind-certificate";
import { stopCertificate, stopCertificateInput } from "@/lib/usecases/certificate/stop-certificate";
import {
  endMember,
  endMemberInput,
  inviteMember,
  inviteMemberInput,
  withdrawInvitation,
  withdrawInvitationInput,
} from "@/lib/usecases/member/invite-member";
import { exportSubject, importSubject, importSubjectInput } from "@/lib/usecases/party/subject-record";
import {
  declareRelation,
  declareRelationInput,
  endDeclaredRelation,
  endRelationInput,
} from "@/lib/usecases/party/declare-relation";
import { editParty, editPartyInput } from "@/lib/usecases/party/edit-party";
import { action, call } from "@/lib/web/action";

export const editPartyAction = action(editPartyInput, editParty);
export const declareRelationAction = action(declareRelationInput, declareRelation);
export const endRelationAction = action(endRelationInput, endDeclaredRelation);
export const exportSubjectAction = call(z.strictObject({}), exportSubject);
export const importSubjectAction = action(importSubjectInput, importSubject);
export const inviteMemberAction = action(inviteMemberInput, inviteMember);
export const endMemberAction = action(endMemberInput, endMember);
export const withdrawInvitationAction = action(withdrawInvitationInput, withdrawInvitation);
export const prepareBindingAction = call(prepareBindingInput, prepareBinding);
export const bindCertificateAction = call(bindCertificateInput, bindCertificate);
export const stopCertificateAction = action(stopCertificateInput, stopCertificate);
