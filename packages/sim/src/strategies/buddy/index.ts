import type { Family } from "../family";
import { policy } from "./policy";

/** By which rules the page allocator works. */
export const buddy: Family = {
  name: "buddy",
  title: "Page allocator policy",
  question: "How does the page allocator keep large blocks together, and how early does it work for that?",
  strategies: [policy],
};
