"use client";

import { createContext, useContext } from "react";

/** Id of the control of a form field; the error summary links to it. `[]` of lists and dots of paths are kept readable. */
export const fieldId = (name: string, scope = ""): string =>
  `f-${scope ? `${scope}-` : ""}${name.replace(/\[\]$/, "").replaceAll(".", "-")}`;

/** Tells the fields of several forms of one kind on one page apart: a label belongs to the field of its own form. */
export const FieldScope = createContext("");

export const useFieldId = (name: string): string => fieldId(name, useContext(FieldScope));
