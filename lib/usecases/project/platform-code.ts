/** Identification code of this platform, 11 characters, as assigned at registration (data dictionary §1). */
export const platformCode = (): string => process.env.PLATFORM_CODE ?? "E5201000001";
