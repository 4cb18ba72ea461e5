/** What can stand open over the board. The component of each is in registry.ts, which is loaded with the first view that is opened. */
export const VIEW_NAMES = ["experiment", "proposal", "reply", "moment"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export function isViewName(name: string | null): name is ViewName {
  return VIEW_NAMES.includes(name as ViewName);
}
