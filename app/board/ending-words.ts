import { CloseCode } from "@carveout/wire";
import { DAMAGED_COPY, type Ending, NO_BOARD, OTHER_HISTORY, SOMEBODY_ELSE } from "./session";

const WORDS: Readonly<Record<number, { headline: string; detail: string }>> = {
  [CloseCode.Rejected]: {
    headline: "The server turned this tab's last change down as a whole",
    detail: "It was not of a form the board can hold. Nobody saw it, and everything saved before it is kept.",
  },
  [CloseCode.TooLarge]: {
    headline: "The last change was too large",
    detail:
      "Nobody saw it, and everything saved before it is kept. Make it again in smaller pieces, or import its file into a new board.",
  },
  [CloseCode.Unauthorised]: {
    headline: "This browser has no link to the board any more",
    detail: "Everything that was saved is kept. Open the link that you were given once more.",
  },
  [CloseCode.Withdrawn]: {
    headline: "This link was withdrawn",
    detail: "Everything that was saved is kept. Ask an owner of the board for another link.",
  },
  [CloseCode.Expired]: {
    headline: "The time of this link is over",
    detail: "Everything that was saved is kept. Ask an owner of the board for another link.",
  },
  [CloseCode.Full]: {
    headline: "There is no room for one more",
    detail: "What waits in this browser stays there until the board is open again.",
  },
  [CloseCode.Deleted]: {
    headline: "This board was deleted",
    detail: "Whoever deleted it can bring it back from the list of boards for 30 days.",
  },
  [CloseCode.Damaged]: {
    headline: "This board can't be read",
    detail:
      "A part of its data is damaged. Whoever runs the server restores it from a backup; other boards go on. What you have not saved yet stays in this browser.",
  },
  [NO_BOARD]: {
    headline: "There is no such board",
    detail: "Its address may be incomplete, or the server keeps its boards elsewhere.",
  },
  [OTHER_HISTORY]: {
    headline: "The server has an older board than this browser",
    detail:
      "It lacks changes of others that it had before: a backup was brought back, or its machine lost power. You see the server's board.",
  },
  [DAMAGED_COPY]: {
    headline: "This browser's copy of the board was damaged",
    detail: "You see the server's board: everything that was saved is in it.",
  },
  [SOMEBODY_ELSE]: {
    headline: "You are here as somebody else now",
    detail: "What was kept in this browser for who was here before stays with them.",
  },
};

/** What to tell of a connection that the server closed for good. */
export function endingWords({ code }: Ending): { headline: string; detail: string } {
  return (
    WORDS[code] ?? { headline: "The server closed this board", detail: "Everything that was saved is kept." }
  );
}
