"use server";

import { registerParty, registerPartyInput } from "@/lib/usecases/party/register-party";
import { action } from "@/lib/web/action";

export const registerPartyAction = action(registerPartyInput, registerParty);
