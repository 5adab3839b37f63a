"use server";

import { blockPartyInput, blockRelatedParty } from "@/lib/usecases/party/block-party";
import { returnParty, returnPartyInput, verifyParty, verifyPartyInput } from "@/lib/usecases/party/check-party";
import { action } from "@/lib/web/action";

export const verifyPartyAction = action(verifyPartyInput, verifyParty);
export const returnPartyAction = action(returnPartyInput, returnParty);
export const blockPartyAction = action(blockPartyInput, blockRelatedParty);
