/** The mark: 言, the word given, built as a beacon tower. Takes the colour of the text around it. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg className={className} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <g fill="currentColor">
        <circle cx="20" cy="5" r="3.5" />
        <path d="M3 11.5h34v3.4H3z" />
        <path d="M11.6 18.6h16.8l.35 3.2H11.25z" />
        <path d="M10.85 25h18.3l.35 3.2H10.5z" />
        <path fillRule="evenodd" d="M10.1 31.2h19.8l.75 6.8H9.35zM13.5 34.4l-.1 3.6h13.2l-.1-3.6z" />
      </g>
    </svg>
  );
}
