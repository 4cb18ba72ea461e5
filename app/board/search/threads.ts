import { isLive, personName } from "@carveout/model";
import MessageCircle from "lucide-react/icons/message-circle";
import { counted } from "../cards/figures";
import { discussionOf } from "../threads/discussion";
import { goToThread } from "../threads/go";
import { excerpt, holds } from "./excerpt";
import type { SearchProvider } from "./provider";

/** Comments by their words, and threads by what they are on. */
export const THREAD_SEARCH: SearchProvider = {
  title: "Threads",
  count: (session) => counted(discussionOf(session).threads.get().size, "thread"),
  *find(session, words) {
    const { threads, people } = discussionOf(session);
    for (const [id, thread] of threads.get())
      for (const comment of thread.comments.filter(isLive)) {
        const text = `${thread.label}: ${comment.text}`;
        if (!holds(text, words)) continue;
        yield {
          id: `${id} ${comment.id}`,
          label: `${thread.number} · ${personName(people.get(), comment.by)}`,
          detail: excerpt(text, words),
          glyph: MessageCircle,
          go: ({ whiteboard }) => void goToThread(whiteboard, id),
        };
        break;
      }
  },
};
