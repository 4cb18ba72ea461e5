/** What one person says is held to these, whoever looks: the server that takes it, the app that offers it. */

/** Longest name somebody may go by. */
export const MAX_PERSON_NAME = 60;

/** Longest timer: a day. */
export const MAX_TIMER_MS = 24 * 3_600_000;
export const MAX_POINTS = 50;
export const MAX_POINT_LENGTH = 200;
/** Longest point of an agenda, minutes: a working day. */
export const MAX_POINT_MINUTES = 480;

/** Most threads of a board: beyond it nobody finds anything, and every open tab holds all of them. */
export const MAX_THREADS = 5000;
/** Most comments of a thread, deleted ones too. */
export const MAX_COMMENTS = 1000;
/** Longest comment, characters: a quoted patch fits, a kernel log belongs into a file. */
export const MAX_COMMENT_LENGTH = 20_000;
/** Most earlier wordings that are kept of a comment, the latest ones. */
export const MAX_EARLIER = 20;
/** Most people one comment can call. */
export const MAX_MENTIONS = 20;
/** Reactions there are: few enough to be counted at a glance. */
export const REACTIONS = ["👍", "👎", "👀", "🎯", "🤔", "❤️"] as const;
export type Reaction = (typeof REACTIONS)[number];

/** Most verdicts of a board. */
export const MAX_VERDICTS = 2000;
/** Longest word about a verdict, characters. */
export const MAX_VERDICT_NOTE = 500;
/** Trailers of the kernel's process, and a question that stands in the way of one. */
export const VERDICT_TAGS = ["Acked-by", "Reviewed-by", "Tested-by", "Nacked-by", "Question"] as const;
export type VerdictTag = (typeof VERDICT_TAGS)[number];

/** Longest name of a version, characters: one line of the timeline. */
export const MAX_VERSION_NAME = 80;
/** Most versions of a board: each keeps its moment for ever. */
export const MAX_VERSIONS = 200;
