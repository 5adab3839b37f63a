import { restDays } from "./calendar";
import y2018 from "./calendar-data/2018.json";
import y2019 from "./calendar-data/2019.json";
import y2020 from "./calendar-data/2020.json";
import y2021 from "./calendar-data/2021.json";
import y2022 from "./calendar-data/2022.json";
import y2023 from "./calendar-data/2023.json";
import y2024 from "./calendar-data/2024.json";
import y2025 from "./calendar-data/2025.json";
import y2026 from "./calendar-data/2026.json";
import y2027 from "./calendar-data/2027.json";

export const CALENDAR_YEARS = [y2018, y2019, y2020, y2021, y2022, y2023, y2024, y2025, y2026, y2027] as const;

/** Rest days of China as shipped: notices to 2026, 2027 provisional (settled 15). */
export const CHINA = restDays(CALENDAR_YEARS);
