import { Avatar, initials } from "../../ui/Avatar";
import { type Person, usePeople, useSession } from "../session";

/** Faces beyond this become a number. */
const SHOWN = 6;

/** Who is here, each person once, this participant last. */
export function People() {
  const session = useSession();
  const people = onePerPerson(usePeople());
  const shown = people.slice(-SHOWN);
  const hidden = people.slice(0, -SHOWN);
  return (
    <ul aria-label="People here" className="mr-1 flex flex-none items-center gap-0.5">
      {hidden.length > 0 && (
        <li className="mr-1 t-small text-ink-3" title={hidden.map((person) => person.name).join(", ")}>
          +{hidden.length}
        </li>
      )}
      {shown.map((person) => (
        <li key={person.id} className={person.isMe ? "ml-1" : ""}>
          {person.isMe ? (
            <Avatar name={person.name} colour={person.colour} isMe />
          ) : (
            <button
              type="button"
              className="block rounded-full"
              // What can be seen is part of the name, so that it can be said to choose it.
              aria-label={`${initials(person.name)}, go to ${person.name}`}
              onClick={() => session.guide?.goToPerson(person)}
            >
              <Avatar name={person.name} colour={person.colour} />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function onePerPerson(people: readonly Person[]): Person[] {
  const byId = new Map<string, Person>();
  for (const person of people) if (!byId.get(person.id)?.isMe) byId.set(person.id, person);
  return [...byId.values()].sort((a, b) => Number(a.isMe) - Number(b.isMe));
}
