import type { ThreadAnchor } from "@carveout/model";
import MessageCirclePlus from "lucide-react/icons/message-circle-plus";
import { IconButton } from "../../ui/IconButton";
import { useCanComment, useSession } from "../session";
import type { AnchorMatch } from "./anchors";
import { startThread } from "./open";
import { ThreadPins } from "./ThreadPins";

/** The threads on something and the way to begin one, for where there is no canvas. */
export function Discuss(props: {
  at: AnchorMatch;
  /** Where a thread that is begun now hangs. */
  anchor: () => ThreadAnchor;
  /** "Comment on Free memory". */
  name: string;
}) {
  const session = useSession();
  const canComment = useCanComment();
  return (
    <>
      <ThreadPins at={props.at} />
      {canComment && (
        <IconButton
          glyph={MessageCirclePlus}
          size={14}
          name={props.name}
          side="bottom-end"
          onClick={(event) => startThread(session, props.anchor(), { beside: event.currentTarget })}
        />
      )}
    </>
  );
}
