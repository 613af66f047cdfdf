// Where applications stand in the portal: in sections, in the order that administrators set. Pure.

export type Section = { code: string; name: string; nameEn: string };

const byName = new Intl.Collator('vi');

/** As the administrators ordered them, then by name. */
export const inOrder = <A extends { order: number; name: string }>(
  applications: readonly A[],
): A[] => applications.toSorted((a, b) => a.order - b.order || byName.compare(a.name, b.name));

/**
 * Each section with its applications, empty ones too. Last, without a section, those that stand in none: a
 * section that was closed takes nobody's application away.
 */
export function bySection<
  A extends { section: string | null; order: number; name: string },
  S extends Section,
>(
  applications: readonly A[],
  sections: readonly S[],
): { section: S | undefined; applications: A[] }[] {
  const all = inOrder(applications);
  const known = new Set(sections.map(({ code }) => code));
  return [
    ...sections.map((section) => ({
      section,
      applications: all.filter((one) => one.section === section.code),
    })),
    {
      section: undefined,
      applications: all.filter((one) => one.section === null || !known.has(one.section)),
    },
  ];
}
