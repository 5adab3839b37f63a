/** Paragraphs of a help or statement text: a string is a paragraph, a list its items in order. */
export type Block = string | readonly string[];

export function Prose({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <div className="prose">
      {blocks.map((block) =>
        typeof block === "string" ? (
          <p key={block}>{block}</p>
        ) : (
          <ol key={block.join("|")}>
            {block.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        ),
      )}
    </div>
  );
}
