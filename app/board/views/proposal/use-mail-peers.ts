import type { ItemId } from "@carveout/model";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { type PersonColour, useSession } from "../../session";
import { type Mark, rangeOfPlace } from "./marks";

/** What others have selected in a mail, as marks. Wakes only where a selection changes, not with every pointer move. */
export function useMailPeers(item: ItemId, mail: string): readonly Mark[] {
  const { presence } = useSession();
  const read = useCallback(() => {
    const marks = presence.people.get().flatMap(({ isMe, field, name, colour }) => {
      const range = isMe || field?.item !== item ? null : rangeOfPlace(mail, field.field);
      return range === null ? [] : [{ ...range, name, colour }];
    });
    return JSON.stringify(marks);
  }, [presence, item, mail]);
  const text = useSyncExternalStore(presence.people.subscribe, read, read);
  return useMemo(
    () =>
      (JSON.parse(text) as { start: number; end: number; name: string; colour: PersonColour }[]).map(
        (mark) => ({
          kind: "peer",
          ...mark,
        }),
      ),
    [text],
  );
}
