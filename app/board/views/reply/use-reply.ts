import { composeReply, type Passage, type Reply, readBody } from "@carveout/formats/mail";
import {
  type ItemId,
  isLive,
  type mailsOf,
  modelsOf,
  type ProposalJson,
  personName,
  trailerOf,
} from "@carveout/model";
import { useEffect, useMemo, useReducer } from "react";
import { useProposalTalk } from "../../proposals/talk";
import { useIdentity, useRuns, useSession, useSignal } from "../../session";
import { discussionOf } from "../../threads/discussion";
import { rememberedMail } from "../../verdicts/own-mail";
import { lineWords } from "../proposal/rows";
import { resultTables } from "./results";

/** Something that can go into the reply. */
export interface ReplyPart {
  /** Of the thread; "results" for the figures. */
  id: string;
  number: number | null;
  place: string;
  words: string;
  isResolved: boolean;
}

export interface ReplyDraft {
  parts: readonly ReplyPart[];
  reply: Reply;
}

/** The reply to one mail as what was said about it makes it, without what `left` names. */
export function useReply(
  id: ItemId,
  item: ProposalJson,
  mail: ReturnType<typeof mailsOf>[number],
  left: ReadonlySet<string>,
): ReplyDraft {
  const session = useSession();
  const identity = useIdentity();
  const discussion = discussionOf(session);
  const people = useSignal(discussion.people);
  const verdicts = useSignal(discussion.verdicts);
  const { threads } = useProposalTalk(id);
  const models = useMemo(() => modelsOf(item), [item]);
  // A result that comes while the reply is open stands in it at once.
  const runs = useRuns(models[0]?.item ?? "");
  const [plans, wake] = useReducer((count: number) => count + 1, 0);
  useEffect(() => session.items.onChange(wake), [session]);
  const body = useMemo(() => readBody(mail.body), [mail.body]);
  return useMemo(() => {
    void runs;
    void plans;
    const about = threads.filter(
      ({ anchor }) => (anchor.at === "mail" && anchor.part === mail.key) || anchor.at === "item",
    );
    const tables = resultTables(session, models, location.origin);
    const parts: ReplyPart[] = about.map((thread) => ({
      id: thread.id,
      number: thread.number,
      place: thread.anchor.at === "mail" ? lineWords(body.lines, thread.anchor) : "the proposal",
      words: thread.comments.find(isLive)?.text ?? "",
      isResolved: thread.resolved !== undefined,
    }));
    if (tables.length > 0)
      parts.push({
        id: RESULTS,
        number: null,
        place: "results",
        words: tables.map(({ columns }) => columns.join(", ")).join("; "),
        isResolved: false,
      });
    const passages: Passage[] = about
      .filter((thread) => !left.has(thread.id))
      .map(({ anchor, comments }) => ({
        range: anchor.at === "mail" ? { start: anchor.start, end: anchor.end } : null,
        remarks: comments.filter(isLive).map(({ by, text }) => ({ by, name: personName(people, by), text })),
        results: [],
      }));
    if (tables.length > 0 && !left.has(RESULTS)) {
      const last = passages.toSorted((a, b) => (a.range?.end ?? 0) - (b.range?.end ?? 0)).at(-1);
      if (last === undefined) passages.push({ range: null, remarks: [], results: tables });
      else passages[passages.indexOf(last)] = { ...last, results: tables };
    }
    const trailers = Object.values(verdicts)
      .filter(({ target }) => target.item === id && target.variant === undefined)
      .sort((a, b) => a.at - b.at)
      .flatMap((verdict) => trailerOf(verdict, people) ?? []);
    const sender =
      identity === null
        ? null
        : {
            by: identity.participant,
            person: { name: identity.name ?? "", address: rememberedMail() },
          };
    return { parts, reply: composeReply({ mail, sender, passages, trailers }) };
  }, [session, identity, people, verdicts, threads, models, runs, plans, mail, body, left, id]);
}

/** Where the figures stand among the parts. */
export const RESULTS = "results";
