import Link from "next/link";

/** `R-72` as a link to the words of the rule. */
export function RuleLink({ id }: { readonly id: string }) {
  return (
    <Link className="rule" href={`/help/rules/${id}`} prefetch={false}>
      {id}
    </Link>
  );
}

export function RuleLinks({ ids }: { readonly ids: readonly string[] }) {
  return (
    <>
      {ids.map((id) => (
        <span key={id}>
          {" "}
          <RuleLink id={id} />
        </span>
      ))}
    </>
  );
}
