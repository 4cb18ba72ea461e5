import { randomKey } from "@carveout/model";
import FlagIcon from "lucide-react/icons/flag";
import HistoryIcon from "lucide-react/icons/history";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useCanEdit, useSession } from "../session";
import s from "./history.module.css";
import { Timeline } from "./Timeline";
import { useHistory } from "./use-history";
import { VersionName } from "./VersionName";

/** What became of the board, by whom and when; every moment can be looked at. */
export default function HistoryPanel() {
  const history = useHistory();
  const canEdit = useCanEdit();
  if (history === null) return <div className="flex-1" aria-busy />;
  const isFresh = history.moments.length <= 1 && history.pending === null;
  return (
    <>
      {canEdit && <NameNow />}
      <Timeline history={history} shown={null} />
      {isFresh && (
        <div className={s.hint}>
          <Icon glyph={HistoryIcon} size={22} />
          <p>
            Each burst of edits becomes a moment here, ten seconds after the last one: who changed what, and
            the board as it was. Look at any of them, compare it with now, restore it or a single item.
          </p>
        </div>
      )}
    </>
  );
}

function NameNow() {
  const { commands } = useSession();
  const [isNaming, setNaming] = useState(false);
  return (
    <div className="flex-none border-line border-b px-3 py-2">
      {isNaming ? (
        <VersionName
          label="Name of this version"
          action="Name it"
          onCancel={() => setNaming(false)}
          onName={(name) => {
            setNaming(false);
            void commands.send("version.create", { version: `version-${randomKey(10)}`, name });
          }}
        />
      ) : (
        <Button glyph={FlagIcon} onClick={() => setNaming(true)}>
          Name this version
        </Button>
      )}
    </div>
  );
}
