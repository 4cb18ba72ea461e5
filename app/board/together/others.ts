import type { Person } from "../session";

/** Everybody else, each person once, in an order that holds while they are here. */
export function othersOf(people: readonly Person[]): Person[] {
  const me = people.find(({ isMe }) => isMe)?.id;
  const byId = new Map(people.filter(({ id }) => id !== me).map((person) => [person.id, person]));
  return [...byId.values()];
}
