import type { ItemId } from "@carveout/model";
import MemoryStick from "lucide-react/icons/memory-stick";
import { Icon } from "../../ui/Icon";
import { useItemIds } from "../session";
import { ExperimentSection } from "./ExperimentSection";
import { HandmadeSection } from "./HandmadeSection";
import { NoteSection } from "./NoteSection";
import type { OpenItem } from "./open-item";
import { ProfileSection } from "./ProfileSection";
import { ProposalSection } from "./ProposalSection";
import s from "./phone.module.css";
import { StrategiesSection } from "./StrategiesSection";
import { WorkloadSection } from "./WorkloadSection";

/** The board's items by kind, hardware first: what each says at a glance, and the way into its fields. */
export function PhoneOutline({ onOpen }: { onOpen: (open: OpenItem) => void }) {
  const profiles = useItemIds("profile");
  const strategies = useItemIds("strategy");
  const experiments = useItemIds("experiment");
  const workloads = useItemIds("workload");
  const proposals = useItemIds("proposal");
  const notes = useItemIds("note");
  const handmade = [useItemIds("frame"), useItemIds("text"), useItemIds("image"), useItemIds("shape")].flat();
  const openItem = (item: ItemId) => onOpen({ item, field: "" });
  const isEmpty = [profiles, strategies, experiments, workloads, proposals, notes, handmade].every(
    (ids) => ids.length === 0,
  );
  if (isEmpty)
    return (
      <div className={s.empty}>
        <Icon glyph={MemoryStick} size={24} />
        <h2>No machine yet</h2>
        <p>
          Put a profile on the board from a wider screen: its fields, results and threads are shown and edited
          here as well.
        </p>
      </div>
    );
  return (
    <>
      {profiles.map((id) => (
        <ProfileSection key={id} id={id} onOpen={onOpen} />
      ))}
      {strategies.length > 0 && <StrategiesSection ids={strategies} onOpen={openItem} />}
      {experiments.map((id) => (
        <ExperimentSection key={id} id={id} onOpen={openItem} />
      ))}
      {workloads.map((id) => (
        <WorkloadSection key={id} id={id} onOpen={openItem} />
      ))}
      {proposals.map((id) => (
        <ProposalSection key={id} id={id} />
      ))}
      {notes.map((id) => (
        <NoteSection key={id} id={id} onOpen={openItem} />
      ))}
      {handmade.map((id) => (
        <HandmadeSection key={id} id={id} onOpen={openItem} />
      ))}
    </>
  );
}
