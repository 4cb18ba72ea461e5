import { Avatar, initials } from "../../ui/Avatar";
import { usePeople, useSession, useSignal } from "../session";
import { othersOf } from "../together/others";

/** Faces beyond this become a number. */
const SHOWN = 6;

/** Who is here, each person once, this participant last. A face is followed by a press, or by its number among the others. */
export function People({ onYou }: { onYou?: () => void }) {
  const session = useSession();
  const people = usePeople();
  const leader = useSignal(session.leader);
  const me = people.find(({ isMe }) => isMe);
  const others = othersOf(people);
  const shown = others.slice(1 - SHOWN);
  const hidden = others.slice(0, 1 - SHOWN);
  return (
    <ul aria-label="People here" className="mr-1 flex flex-none items-center gap-0.5">
      {hidden.length > 0 && (
        <li className="mr-1 t-small text-ink-3" title={hidden.map((person) => person.name).join(", ")}>
          +{hidden.length}
        </li>
      )}
      {shown.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className="block rounded-full aria-pressed:outline-2 aria-pressed:outline-accent aria-pressed:outline-offset-2"
            // What can be seen is part of the name, so that it can be said to choose it.
            aria-label={`${initials(person.name)}, follow ${person.name}`}
            aria-pressed={person.id === leader?.id}
            aria-keyshortcuts={`Alt+${others.indexOf(person) + 1}`}
            title={`Follow ${person.name} (Alt ${others.indexOf(person) + 1})`}
            onClick={() => session.guide?.followPerson(person)}
          >
            <Avatar name={person.name} colour={person.colour} isVerified={person.isVerified} />
          </button>
        </li>
      ))}
      {me && (
        <li className="ml-1">
          <button type="button" className="block rounded-full" disabled={!onYou} onClick={onYou}>
            <Avatar name={me.name} colour={me.colour} isVerified={me.isVerified} isMe />
          </button>
        </li>
      )}
    </ul>
  );
}
