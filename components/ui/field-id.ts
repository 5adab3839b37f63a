/** Id of the control of a form field; the error summary links to it. `[]` of lists and dots of paths are kept readable. */
export const fieldId = (name: string): string => `f-${name.replace(/\[\]$/, "").replaceAll(".", "-")}`;
