import { type ItemId, type ItemJson, isLocked } from "@carveout/model";
import { memo, Suspense } from "react";
import { late } from "../../ui/late";
import { LockedContext, useItem } from "../session";
import { ExperimentCard } from "./experiment/ExperimentCard";
import { NoteCard } from "./note/NoteCard";
import { ProfileCard } from "./profile/ProfileCard";
import { ShapeLabel } from "./shape/ShapeLabel";
import { StrategyCard } from "./strategy/StrategyCard";
import { TextCard } from "./text/TextCard";
import { WorkloadCard } from "./workload/WorkloadCard";

/** Few boards have one, and it reads mails. */
const ProposalCard = late(() =>
  import("./proposal/ProposalCard").then((module) => ({ default: module.ProposalCard })),
);

/** The card of an item, followed by its id: an edit elsewhere does not wake it. Nothing once the item is gone. */
export const Card = memo(function Card({ id }: { id: ItemId }) {
  const item = useItem(id);
  return (
    <LockedContext value={isLocked(item)}>
      <CardOf id={id} item={item} />
    </LockedContext>
  );
});

interface CardProps {
  id: ItemId;
  item: ItemJson | undefined;
}

/** An item that has only been moved or restacked shows what it did. Its parts stay the same objects until they change. */
function looksSame(before: CardProps, now: CardProps): boolean {
  const [old, next] = [shownOf(before.item), shownOf(now.item)];
  const keys = Object.keys(next);
  return keys.length === Object.keys(old).length && keys.every((key) => Object.is(old[key], next[key]));
}

function shownOf(item: ItemJson | undefined): Readonly<Record<string, unknown>> {
  if (item === undefined || item.kind === "connector") return {};
  const { geo, z, ...shown } = item;
  return { ...shown, w: geo.w, h: "h" in geo && geo.h };
}

const CardOf = memo(function CardOf({ id, item }: CardProps) {
  switch (item?.kind) {
    case "profile":
      return <ProfileCard id={id} item={item} />;
    case "strategy":
      return <StrategyCard id={id} item={item} />;
    case "workload":
      return <WorkloadCard id={id} item={item} />;
    case "experiment":
      return <ExperimentCard id={id} item={item} />;
    case "proposal":
      return (
        <Suspense>
          <ProposalCard id={id} item={item} />
        </Suspense>
      );
    case "note":
      return <NoteCard id={id} item={item} />;
    case "text":
      return <TextCard id={id} item={item} />;
    case "shape":
      return <ShapeLabel id={id} item={item} />;
    default:
      return null;
  }
}, looksSame);
