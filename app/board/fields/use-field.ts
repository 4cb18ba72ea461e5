import type { FieldValue, ItemId } from "@carveout/model";
import { useId } from "react";
import { authorshipOf } from "../history/authorship";
import {
  type FieldChange,
  type Finding,
  type Person,
  placeKey,
  type ShownRefusal,
  useCanEdit,
  useChanged,
  useFieldPeer,
  useFindings,
  useKey,
  useRefusal,
  useSession,
} from "../session";
import { asStep } from "./as-step";

/** Everything a control needs to know of its field, and the two things it can do: hold it and write it. */
export interface FieldHandle {
  inputId: string;
  notesId: string;
  /** For `data-place`: the board's guide finds the control by it. */
  place: string;
  findings: readonly Finding[];
  /** The worst of the findings that are more than a remark. */
  severity: "error" | "warning" | null;
  peer: Person | undefined;
  refusal: ShownRefusal | undefined;
  changed: FieldChange | undefined;
  /** Whose value it is and since when, once it has been asked for: "Ann, 14:02". */
  who: string | undefined;
  askWho(): void;
  canEdit: boolean;
  /** undefined writes the default back. */
  write(value: FieldValue | undefined): void;
  /** Tells the others that this field is held, and no longer. */
  hold(): void;
  release(): void;
}

/** `field` is the path below the item's fields, joined by "."; `also` are other paths whose findings belong here. */
export function useField(item: ItemId, field: string, also: readonly string[] = []): FieldHandle {
  const session = useSession();
  const authorship = authorshipOf(session);
  const id = useId();
  const findings = useFindings(item).filter((f) => f.field === field || also.includes(f.field));
  const isError = findings.some((f) => f.severity === "error");
  const isWarning = findings.some((f) => f.severity === "warning");
  return {
    inputId: `${id}-input`,
    notesId: `${id}-notes`,
    place: placeKey(item, field),
    findings,
    severity: isError ? "error" : isWarning ? "warning" : null,
    peer: useFieldPeer(item, field),
    refusal: useRefusal(item, field),
    changed: useChanged(item, field),
    who: useKey(authorship.words, placeKey(item, field)),
    askWho: () => authorship.ask(item),
    canEdit: useCanEdit(),
    write: (value) => asStep(session, () => session.edits.setField(item, field.split("."), value)),
    hold: () => session.setField({ item, field }),
    release: () => session.setField(null),
  };
}
