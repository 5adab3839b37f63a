"use server";

import { prepareSignIn, prepareSignInInput } from "@/lib/usecases/session/sign-in-by-certificate";
import { call } from "@/lib/web/action";

export const prepareSignInAction = call(prepareSignInInput, prepareSignIn);
