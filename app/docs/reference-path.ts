/** Where a strategy's page is. */
export function referencePath(family: string, type: string): string {
  return `/docs/strategies/${family}/${type}`;
}
