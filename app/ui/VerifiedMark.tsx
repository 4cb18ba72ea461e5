import BadgeCheck from "lucide-react/icons/badge-check";
import { Icon } from "./Icon";

/** Beside a name that its person has not chosen: they signed in, and the provider knows them by it. */
export function VerifiedMark() {
  return (
    <span role="img" aria-label="signed in" title="Signed in: the provider vouches for this name">
      <Icon glyph={BadgeCheck} size={14} className="text-accent" />
    </span>
  );
}
