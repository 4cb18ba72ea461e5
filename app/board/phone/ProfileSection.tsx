import { type FieldSpec, fieldValue, type ItemId, PROFILE_FIELDS, valueParts } from "@carveout/model";
import CircleX from "lucide-react/icons/circle-x";
import MemoryStick from "lucide-react/icons/memory-stick";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useMemo } from "react";
import { Icon } from "../../ui/Icon";
import { FindingsChip } from "../cards/FindingsChip";
import { hexText, sizeText } from "../cards/figures";
import { itemName } from "../cards/item-name";
import kinds from "../cards/kinds.module.css";
import { MAP_LOOK } from "../cards/profile/map-look";
import { drawMap } from "../cards/profile/map-scale";
import { memoryMap } from "../cards/profile/memory-map";
import { useFieldPeer, useFindings, useItem } from "../session";
import type { OpenItem } from "./open-item";
import s from "./phone.module.css";
import { Section } from "./Section";

/** Fields that an outline shows without being asked; the sheet has all of them. */
const KEY_FIELDS = ["kernel", "structPageBytes", "maxOrder", "lateFreedPages"];
const BAR_PX = 330;

export function ProfileSection({ id, onOpen }: { id: ItemId; onOpen: (open: OpenItem) => void }) {
  const item = useItem(id);
  const findings = useFindings(id);
  if (item?.kind !== "profile") return null;
  const isShown = (spec: FieldSpec) =>
    KEY_FIELDS.includes(spec.key) || findings.some((finding) => finding.field === spec.key);
  return (
    <Section
      glyph={MemoryStick}
      title={itemName(item)}
      kind="profile"
      chips={<FindingsChip findings={findings} />}
      onOpen={() => onOpen({ item: id, field: "" })}
    >
      <MapBar fields={item.fields} />
      {PROFILE_FIELDS.filter(isShown).map((spec) => (
        <FieldLine
          key={spec.key}
          id={id}
          spec={spec}
          fields={item.fields as Record<string, unknown>}
          onOpen={() => onOpen({ item: id, field: spec.key })}
        />
      ))}
    </Section>
  );
}

/** One value as a row that leads to its field. */
function FieldLine(props: {
  id: ItemId;
  spec: FieldSpec;
  fields: Record<string, unknown>;
  onOpen: () => void;
}) {
  const { id, spec, fields, onOpen } = props;
  const finding = useFindings(id).find((f) => f.field === spec.key && f.severity !== "info");
  const peer = useFieldPeer(id, spec.key);
  const { value, unit } = valueParts(spec, fieldValue(spec, fields));
  const tone = finding === undefined ? undefined : finding.severity === "error" ? "err" : "warn";
  return (
    <button type="button" className={s.row} data-tone={tone} onClick={onOpen}>
      <span>{spec.label}</span>
      {peer !== undefined && (
        <span className={s.peer} style={{ background: `var(--p-${peer.colour})` }}>
          {peer.name}
        </span>
      )}
      <span className={s.space} />
      <span className={s.num}>
        {value} <small>{unit}</small>
      </span>
      {finding !== undefined && (
        <span className={s.finding} data-tone={tone}>
          <Icon glyph={finding.severity === "error" ? CircleX : TriangleAlert} size={18} />
          <span className="sr-only">{finding.sentence}</span>
        </span>
      )}
    </button>
  );
}

/** The memory map lying down: low addresses left. */
function MapBar({ fields }: { fields: Parameters<typeof memoryMap>[0] }) {
  const { map, blocks } = useMemo(() => {
    const map = memoryMap(fields);
    return { map, blocks: drawMap(map, BAR_PX).blocks };
  }, [fields]);
  if (blocks.length === 0) return null;
  return (
    <div className={s.mapBar}>
      <div role="img" aria-label={`Memory map, ${sizeText(map.presentBytes)} present`}>
        {blocks.map((block) => (
          <i
            key={`${block.kind} ${block.startBytes}`}
            className={kinds.kind}
            data-kind={MAP_LOOK[block.kind]}
            style={{ right: `${(block.y / BAR_PX) * 100}%`, width: `${(block.h / BAR_PX) * 100}%` }}
          />
        ))}
      </div>
      <p>
        <span className={s.num}>{hexText(map.startBytes)}</span>
        <span>{sizeText(map.presentBytes)} present</span>
        <span className={s.num}>{hexText(map.endBytes)}</span>
      </p>
    </div>
  );
}
