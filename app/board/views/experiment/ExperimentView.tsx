import { boardFile, type ExperimentJson, type ItemId } from "@carveout/model";
import FlaskConical from "lucide-react/icons/flask-conical";
import { memo, Suspense, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../../ui/Button";
import { Chip } from "../../../ui/Chip";
import { EmptyExperiment } from "../../cards/experiment/EmptyExperiment";
import { underWay } from "../../cards/experiment/use-experiment";
import { counted } from "../../cards/figures";
import { itemName } from "../../cards/item-name";
import { ClockContext } from "../../charts/picture/clock";
import { PictureContext } from "../../charts/picture/Picture";
import { useItem, useTitle } from "../../session";
import { VerdictsPanel } from "../../verdicts/VerdictsPanel";
import { ItemGone } from "../ItemGone";
import { ViewHead } from "../ViewHead";
import type { View } from "../view";
import { CausesPanel } from "./causes/CausesPanel";
import { ExpectationsChip } from "./expectations/ExpectationsChip";
import { ExpectationsPanel } from "./expectations/ExpectationsPanel";
import { Notes } from "./Notes";
import { ProvenanceLine } from "./ProvenanceLine";
import { provenanceLines } from "./provenance-lines";
import { TimeBar } from "./TimeBar";
import type { TabProps } from "./tab-props";
import { isTab, TABS, type Tab } from "./tabs";
import { useCalm } from "./use-calm";
import { useShown } from "./use-shown";
import { useViewClock } from "./use-view-clock";
import { VariantBar } from "./VariantBar";
import s from "./view.module.css";

/** An experiment at full size: its variants side by side on one clock, what failed and why, and the studies of it. */
export function ExperimentView({ view }: { view: View }) {
  const id = view.params.get("item") ?? "";
  const item = useItem(id);
  if (item?.kind !== "experiment")
    return (
      <>
        <ViewHead glyph={FlaskConical} name="Experiment" />
        <ItemGone kind="experiment" />
      </>
    );
  return <Shown id={id} item={item} view={view} />;
}

function Shown({ id, item, view }: { id: ItemId; item: ExperimentJson; view: View }) {
  const fresh = useShown(id, item);
  const busy = underWay(fresh.variants);
  const shown = useCalm(fresh, busy !== null);
  const title = useTitle();
  const [areTables, setTables] = useState(false);
  const named = view.params.get("tab");
  const tab: Tab = isTab(named) ? named : "figures";
  const { clock, events } = useViewClock(shown, view.params, () => setTables((are) => !are));
  const provenance = useMemo(() => provenanceLines(title, shown), [title, shown]);
  const setting = useMemo(() => ({ areTables, provenance, item: id }), [areTables, provenance, id]);
  const done = shown.runs.filter(({ result, stale }) => result !== null && stale === null).length;
  const { Body, fills } = TABS[tab];
  return (
    <ClockContext value={clock}>
      <PictureContext value={setting}>
        <ViewHead
          glyph={FlaskConical}
          name={itemName(item)}
          chips={
            <>
              <Chip tone={busy === null ? "ok" : "accent"}>
                {busy ??
                  `${done} of ${counted(shown.variants.length, "run")}, ${counted(shown.seeds.length, "seed")}`}
              </Chip>
              <ExpectationsChip id={id} item={item} shown={shown} />
            </>
          }
        >
          <Button
            look="ghost"
            hint="T"
            aria-pressed={areTables}
            onClick={() => setTables(!areTables)}
            className="max-sm:hidden"
          >
            {areTables ? "Pictures" : "Tables"}
          </Button>
        </ViewHead>
        <VariantBar id={id} item={item} shown={shown} tab={tab} />
        {shown.variants.length === 0 ? (
          <EmptyExperiment />
        ) : fills ? (
          <Suspense fallback={<div className={s.filling} />}>
            <Body id={id} item={item} shown={shown} view={view} />
          </Suspense>
        ) : (
          <Main id={id} item={item} shown={shown} view={view} tab={tab} />
        )}
        {TABS[tab].hasTime && shown.runs.length > 0 && <TimeBar shown={shown} events={events} />}
        <ProvenanceLine shown={shown} file={boardFile(title)} lines={provenance} />
      </PictureContext>
    </ClockContext>
  );
}

/** The pictures and what is beside them: drawn anew when what they show is another, and not for the rest of the view. */
const Main = memo(function Main(props: TabProps & { tab: Tab }) {
  const { id, item, shown, view, tab } = props;
  const { Body } = TABS[tab];
  const body = useRef<HTMLDivElement>(null);
  // What a tab shows begins at its top, wherever the last one was left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each tab
  useLayoutEffect(() => {
    if (body.current !== null) body.current.scrollTop = 0;
  }, [tab]);
  return (
    <div ref={body} className={s.body} data-tab={tab}>
      <div className={s.rows}>
        <Notes id={id} shown={shown} />
        <Body id={id} item={item} shown={shown} view={view} />
      </div>
      <aside className={s.aside} aria-label="Causes, expectations and verdicts">
        <ExpectationsPanel id={id} item={item} shown={shown} />
        <CausesPanel id={id} shown={shown} />
        <VerdictsPanel id={id} />
      </aside>
    </div>
  );
});
