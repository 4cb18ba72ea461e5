import { formatNumber, type ItemId, type ProfileJson } from "@carveout/model";
import Import from "lucide-react/icons/import";
import MemoryStick from "lucide-react/icons/memory-stick";
import Ruler from "lucide-react/icons/ruler";
import { Chip } from "../../../ui/Chip";
import { Icon } from "../../../ui/Icon";
import { FieldRow, useField } from "../../fields";
import { CardFrame } from "../CardFrame";
import { counted } from "../figures";
import { OtherFindings } from "../OtherFindings";
import { BankTable } from "./BankTable";
import { importedFrom } from "./ImportedFactsView";
import { MemoryMapPicture, useMemoryMap } from "./MemoryMapPicture";
import type { MapDrawing } from "./map-scale";
import { ProfileForm } from "./ProfileForm";
import { pageSizeOf } from "./page-size";
import s from "./profile.module.css";
import { isTold } from "./profile-parts";
import { scaleText } from "./scale-text";

export function ProfileCard({ id, item }: { id: ItemId; item: ProfileJson }) {
  const { fields } = item;
  const { map, drawing } = useMemoryMap(fields);
  const pageSizeBytes = pageSizeOf(item);
  return (
    <CardFrame
      id={id}
      item={item}
      mark={<Icon glyph={MemoryStick} />}
      kind="profile"
      chips={
        fields.imported && (
          <Chip glyph={Import} title={fields.imported.title}>
            {importedFrom(fields.imported)}
          </Chip>
        )
      }
      foot={<ScaleFoot drawing={drawing} />}
    >
      <div className={s.body}>
        <MemoryMapPicture id={id} fields={fields} />
        <div className={s.fields}>
          <Present id={id} pages={Math.floor(map.presentBytes / pageSizeBytes)} />
          <ProfileForm id={id} item={item} />
        </div>
      </div>
      <BankTable id={id} banks={fields.banks ?? {}} pageSizeBytes={pageSizeBytes} />
      <OtherFindings id={id} shown={isTold} />
    </CardFrame>
  );
}

/** The sum of the banks, for which "banks" findings stand too. */
export function Present({ id, pages }: { id: ItemId; pages: number }) {
  const handle = useField(id, "banks");
  return (
    <FieldRow
      handle={handle}
      label="Present"
      help="Pages of all banks together; follows from the banks below."
    >
      <output id={handle.inputId} data-place={handle.place} className={s.present} tabIndex={-1}>
        {formatNumber(pages)} <small>pages</small>
      </output>
    </FieldRow>
  );
}

function ScaleFoot({ drawing }: { drawing: MapDrawing }) {
  if (drawing.blocks.length === 0) return "No bank yet: add one to draw the map.";
  const cut = drawing.blocks.filter((block) => block.isCut).length;
  return (
    <>
      <Icon glyph={Ruler} size={14} />
      <span>to scale, 1 px = {scaleText(drawing.bytesPerPixel)}</span>
      <span className={s.space} />
      {drawing.enlarged > 0 && <span>{drawing.enlarged} drawn larger</span>}
      {cut > 0 && <span>{counted(cut, "hole")} cut short</span>}
    </>
  );
}
