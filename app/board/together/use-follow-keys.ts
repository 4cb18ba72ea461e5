import { useEffect } from "react";
import { isOverlaid } from "../../ui/key";
import { useSession } from "../session";
import { othersOf } from "./others";

/** Alt 1 to 9 follow the others in the order of their faces. */
export function useFollowKeys(): void {
  const session = useSession();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const place = event.altKey && !event.ctrlKey ? /^Digit([1-9])$/.exec(event.code)?.[1] : undefined;
      const person = othersOf(session.presence.people.get())[Number(place) - 1];
      if (person === undefined || isOverlaid(event.target)) return;
      event.preventDefault();
      session.guide?.followPerson(person);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [session]);
}
