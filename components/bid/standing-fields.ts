import type { FormField } from "./bid-form";

/** Members of the opening form that every lot has; its documents add their own. @param t words of the area `bid` */
export const standingFields = (t: (key: string) => string): readonly FormField[] => [
  {
    key: "price",
    label: t("field.price"),
    required: true,
    hint: t("field.priceHint"),
    unit: t("yuan"),
    pattern: "^(0|[1-9][0-9]{0,17})\\.[0-9]{2}$",
  },
  {
    key: "duration_days",
    label: t("field.duration"),
    required: true,
    hint: "",
    unit: t("days"),
    pattern: "^[1-9][0-9]{0,4}$",
  },
  { key: "quality", label: t("field.quality"), required: true, hint: "" },
  { key: "manager", label: t("field.manager"), required: true, hint: "" },
];
