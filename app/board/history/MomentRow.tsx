import type { VersionJson } from "@carveout/model";
import Flag from "lucide-react/icons/flag";
import { useState } from "react";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/Icon";
import { MenuButton } from "../../ui/MenuButton";
import { clockTime } from "../../ui/time";
import { useCanEdit, useIdentity, useSession } from "../session";
import type { Moment, Participant } from "./api";
import s from "./history.module.css";
import { VersionName } from "./VersionName";

/** Of a burst the row tells so many changes; the moment itself tells them all. */
const TOLD = 3;
const SHOWN_PEOPLE = 4;

/** One burst of changes: when, who, what, and the name it was given. */
export function MomentRow(props: {
  moment: Moment;
  people: ReadonlyMap<string, Participant>;
  versions: readonly (readonly [string, VersionJson])[];
  /** It is what is looked at. */
  isShown: boolean;
  onOpen: (() => void) | null;
}) {
  const { moment, people, versions, isShown, onOpen } = props;
  const { at, authors, count, changes } = moment;
  const told = changes.slice(0, TOLD);
  return (
    <li className={s.row} data-shown={isShown || undefined}>
      {versions.map(([id, version]) => (
        <Version key={id} id={id} version={version} />
      ))}
      <button
        type="button"
        className={s.moment}
        disabled={onOpen === null}
        aria-current={isShown || undefined}
        onClick={onOpen ?? undefined}
      >
        <span className={s.when}>
          <time dateTime={new Date(at).toISOString()} className="t-num">
            {onOpen === null ? "Now" : clockTime(new Date(at))}
          </time>
          <span className={s.people}>
            {authors.slice(0, SHOWN_PEOPLE).map((id) => (
              <Avatar
                key={id}
                name={people.get(id)?.name || "Somebody"}
                colour={people.get(id)?.colour ?? 1}
                isVerified={people.get(id)?.verified}
                small
              />
            ))}
            {authors.length > SHOWN_PEOPLE && <span>+{authors.length - SHOWN_PEOPLE}</span>}
          </span>
        </span>
        <span className={s.deeds}>
          {told.map(({ sentence, item, field }) => (
            <span key={`${item} ${field} ${sentence}`}>{sentence}</span>
          ))}
          {count > told.length && (
            <span className="text-ink-3">
              and {count - told.length} more {count - told.length === 1 ? "change" : "changes"}
            </span>
          )}
          {count === 0 && <span className="text-ink-3">Nothing that a field shows</span>}
        </span>
      </button>
    </li>
  );
}

/** The name of a moment; who gave it, or the owner, may change or delete it. */
function Version({ id, version: { name, by } }: { id: string; version: VersionJson }) {
  const { commands } = useSession();
  const identity = useIdentity();
  const canEdit = useCanEdit();
  const [isRenaming, setRenaming] = useState(false);
  const isTheirs = canEdit && (identity?.participant === by || identity?.role === "owner");
  if (isRenaming)
    return (
      <div className={s.version}>
        <VersionName
          label="Name of the version"
          action="Rename"
          first={name}
          onCancel={() => setRenaming(false)}
          onName={(next) => {
            setRenaming(false);
            void commands.send("version.rename", { version: id, name: next });
          }}
        />
      </div>
    );
  return (
    <div className={s.version}>
      <Icon glyph={Flag} size={14} />
      <span className="flex-1 wrap-anywhere">{name}</span>
      {isTheirs && (
        <MenuButton
          label={`Version ${name}`}
          items={[
            { label: "Rename", onSelect: () => setRenaming(true) },
            {
              label: "Delete the name",
              detail: "The moment stays in the history",
              onSelect: () => void commands.send("version.delete", { version: id }),
            },
          ]}
        />
      )}
    </div>
  );
}
