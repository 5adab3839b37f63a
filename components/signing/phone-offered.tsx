"use client";

import { createContext, type ReactNode, useContext } from "react";

const Offered = createContext(false);

/** Says to every page whether this platform has a provider of certificates on phones: none, and nobody is sent there. */
export function PhoneOffered({ offered, children }: { readonly offered: boolean; readonly children: ReactNode }) {
  return <Offered.Provider value={offered}>{children}</Offered.Provider>;
}

export const usePhoneOffered = (): boolean => useContext(Offered);
