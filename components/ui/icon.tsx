import type { Tone } from "@/lib/i18n/terms";

/** Marks stand only beside words, except close, search, print and the five tones (ux 6). */
export type IconName =
  | Tone
  | "tick"
  | "info"
  | "close"
  | "down"
  | "right"
  | "left"
  | "copy"
  | "search"
  | "file"
  | "key"
  | "phone"
  | "pc"
  | "print"
  | "menu";

/** One mark of the sheet that `IconSheet` puts into every page. Decoration: the word beside it is what is read. */
export function Icon({ name, className = "ic" }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg className={className} aria-hidden="true" focusable="false">
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** The sheet of marks, once in the page. */
export function IconSheet() {
  return (
    <svg width="0" height="0" style={{ position: "absolute" }} aria-hidden="true" focusable="false">
      <defs>
        <symbol id="i-neutral" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
        </symbol>
        <symbol id="i-active" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="6" />
          <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" stroke="none" />
        </symbol>
        <symbol id="i-good" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
          <path d="M4.8 8.3l2.2 2.2 4.3-4.6" stroke="#fff" strokeWidth="1.8" />
        </symbol>
        <symbol id="i-attention" viewBox="0 0 16 16">
          <path d="M8 1.5l7 12.5H1z" fill="currentColor" stroke="none" />
          <path d="M8 6v4M8 11.4v1.2" stroke="#fff" strokeWidth="1.5" />
        </symbol>
        <symbol id="i-bad" viewBox="0 0 16 16">
          <rect x="1.5" y="1.5" width="13" height="13" fill="currentColor" stroke="none" />
          <path d="M5 5l6 6M11 5l-6 6" stroke="#fff" strokeWidth="1.7" />
        </symbol>
        <symbol id="i-tick" viewBox="0 0 16 16">
          <path d="M2.5 8.5l3.7 3.7 7.3-8" />
        </symbol>
        <symbol id="i-info" viewBox="0 0 16 16">
          <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
          <path d="M8 7v5M8 3.8v1.6" stroke="#fff" strokeWidth="1.6" />
        </symbol>
        <symbol id="i-close" viewBox="0 0 16 16">
          <path d="M3 3l10 10M13 3L3 13" />
        </symbol>
        <symbol id="i-down" viewBox="0 0 16 16">
          <path d="M3.5 6l4.5 4.5L12.5 6" />
        </symbol>
        <symbol id="i-right" viewBox="0 0 16 16">
          <path d="M6 3.5l4.5 4.5L6 12.5" />
        </symbol>
        <symbol id="i-left" viewBox="0 0 16 16">
          <path d="M10 3.5L5.5 8l4.5 4.5" />
        </symbol>
        <symbol id="i-copy" viewBox="0 0 16 16">
          <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
        </symbol>
        <symbol id="i-search" viewBox="0 0 16 16">
          <circle cx="7" cy="7" r="4.6" />
          <path d="M10.4 10.4L14 14" />
        </symbol>
        <symbol id="i-file" viewBox="0 0 16 16">
          <path d="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3" />
        </symbol>
        <symbol id="i-key" viewBox="0 0 16 16">
          <circle cx="5" cy="11" r="3" />
          <path d="M7.2 8.8L13.5 2.5M11 5l2 2" />
        </symbol>
        <symbol id="i-phone" viewBox="0 0 16 16">
          <rect x="4" y="1.5" width="8" height="13" rx="1.2" />
          <path d="M7 12.3h2" />
        </symbol>
        <symbol id="i-pc" viewBox="0 0 16 16">
          <path d="M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3" />
        </symbol>
        <symbol id="i-print" viewBox="0 0 16 16">
          <path d="M4.5 6V1.5h7V6M4.5 12h-3V6h13v6h-3M4.5 9.5h7v5h-7z" />
        </symbol>
        <symbol id="i-menu" viewBox="0 0 16 16">
          <path d="M1.5 3.5h13M1.5 8h13M1.5 12.5h13" />
        </symbol>
      </defs>
    </svg>
  );
}
