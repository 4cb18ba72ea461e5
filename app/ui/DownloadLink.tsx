import Download from "lucide-react/icons/download";
import { Icon } from "./Icon";
import { ICON_BOX } from "./IconButton";
import { Tooltip, type TooltipSide } from "./Tooltip";

/** Saves what an address answers under a file name. */
export function DownloadLink(props: { href: string; file: string; side?: TooltipSide; size?: number }) {
  const name = `Save ${props.file}`;
  return (
    <span className="group/tip relative inline-flex">
      <a href={props.href} download={props.file} aria-label={name} className={`${ICON_BOX} hover:bg-hover`}>
        <Icon glyph={Download} size={props.size ?? 16} />
      </a>
      <Tooltip name={name} side={props.side ?? "bottom"} />
    </span>
  );
}
