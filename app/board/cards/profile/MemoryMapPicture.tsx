import type { ItemId, ProfileFieldsJson } from "@carveout/model";
import { useMemo, useState } from "react";
import { useCanEdit } from "../../session";
import { counted, hexText, sizeText } from "../figures";
import kinds from "../kinds.module.css";
import { MapEdges } from "./MapEdges";
import { mapLabels } from "./map-labels";
import { MAP_LOOK } from "./map-look";
import { drawMap, type MapBlock, type MapDrawing } from "./map-scale";
import { bytesOf, type MemoryMap, memoryMap } from "./memory-map";
import s from "./profile.module.css";

export const MAP_HEIGHT_PX = 316;
/** Address lines at both ends. */
const END_PX = 27;

export function useMemoryMap(fields: ProfileFieldsJson): { map: MemoryMap; drawing: MapDrawing } {
  return useMemo(() => {
    const map = memoryMap(fields);
    return { map, drawing: drawMap(map, MAP_HEIGHT_PX) };
  }, [fields]);
}

/** Physical addresses to scale, high ones up: banks, namespaces, holes, what is set aside. */
export function MemoryMapPicture({ id, fields }: { id: ItemId; fields: ProfileFieldsJson }) {
  const now = useMemoryMap(fields);
  const canEdit = useCanEdit();
  // A scale that follows the edge would run away under the pointer that drags it.
  const [held, setHeld] = useState<typeof now | null>(null);
  const { map, drawing } = held ?? now;
  return (
    <div className={s.map} style={{ height: MAP_HEIGHT_PX }}>
      <Picture map={map} drawing={drawing} />
      {canEdit && drawing.blocks.length > 0 && (
        <MapEdges
          id={id}
          fields={fields}
          drawing={drawing}
          height={MAP_HEIGHT_PX}
          onHold={(isHeld) => setHeld(isHeld ? now : null)}
        />
      )}
    </div>
  );
}

function Picture({ map, drawing }: { map: MemoryMap; drawing: MapDrawing }) {
  const labels = mapLabels(drawing.blocks, END_PX, MAP_HEIGHT_PX - END_PX);
  return (
    <div className={s.picture} role="img" aria-label={mapSentence(map)}>
      <div className={s.mapBar}>
        {drawing.blocks.map((block) => (
          <Block key={`${block.kind} ${block.startBytes} ${block.endBytes}`} block={block} />
        ))}
      </div>
      {drawing.blocks.length > 0 && (
        <>
          <span className={s.address} style={{ top: 5 }}>
            {hexText(map.endBytes)}
          </span>
          <span className={s.address} style={{ top: MAP_HEIGHT_PX - 6 }}>
            {hexText(map.startBytes)}
          </span>
        </>
      )}
      {labels.map((label) => (
        <span key={`${label.name} ${label.blockY}`} className={s.mapLabel} style={{ top: label.y }}>
          <b>{label.name}</b>
          {label.size}
        </span>
      ))}
    </div>
  );
}

function Block({ block }: { block: MapBlock }) {
  const enlarged = block.isEnlarged ? ", drawn larger" : "";
  return (
    <i
      className={`${kinds.kind} ${s.block}`}
      data-kind={MAP_LOOK[block.kind]}
      data-enlarged={block.isEnlarged || undefined}
      data-cut={block.isCut || undefined}
      style={{ top: block.y, height: block.h }}
      title={`${block.label}, ${hexText(block.startBytes)} to ${hexText(block.endBytes)}, ${sizeText(block.bytes)}${enlarged}`}
    />
  );
}

function mapSentence(map: MemoryMap): string {
  if (map.banks.length === 0) return "Memory map: no bank yet.";
  const tags = map.reserved.filter(({ kind }) => kind === "tags");
  const parts = [
    `${sizeText(map.presentBytes)} in ${counted(map.banks.length, "bank")}`,
    `${sizeText(bytesOf(map.reserved) - bytesOf(tags))} reserved`,
    tags.length > 0 && `${sizeText(bytesOf(tags))} tag storage`,
    map.pmem.length > 0 &&
      `${sizeText(bytesOf(map.pmem))} persistent in ${counted(map.pmem.length, "namespace")}`,
  ].filter(Boolean);
  return `Memory map to scale, ${hexText(map.startBytes)} to ${hexText(map.endBytes)}: ${parts.join(", ")}.`;
}
