import { type ItemId, paramsOf, type StrategyJson, strategyOf } from "@carveout/model";
import BookOpen from "lucide-react/icons/book-open";
import Split from "lucide-react/icons/split";
import { Suspense, useMemo, useState } from "react";
import { Icon } from "../../../ui/Icon";
import { late } from "../../../ui/late";
import { TextButton } from "../../../ui/TextButton";
import { Field } from "../../fields";
import { CardFrame } from "../CardFrame";
import s from "../cards.module.css";
import { OtherFindings } from "../OtherFindings";
import { VariantBadge } from "../VariantBadge";
import { useColumns } from "./use-columns";

const HowItWorks = late(() => import("./HowItWorks").then((loaded) => ({ default: loaded.HowItWorks })));

export function StrategyCard({ id, item }: { id: ItemId; item: StrategyJson }) {
  const description = strategyOf(item.family, item.type);
  const columns = useColumns(id);
  const [isOpen, setOpen] = useState(false);
  const params = useMemo(() => (description === undefined ? [] : paramsOf(description)), [description]);
  return (
    <CardFrame
      id={id}
      item={item}
      mark={
        columns.length === 0 ? (
          <Icon glyph={Split} />
        ) : (
          <span className="inline-flex gap-0.5">
            {columns.map((look) => (
              <VariantBadge key={look.letter} look={look} />
            ))}
          </span>
        )
      }
      kind={item.family}
      foot={
        description && (
          <TextButton className="inline-flex items-center gap-1" onClick={() => setOpen(true)}>
            <Icon glyph={BookOpen} size={14} /> How it works
          </TextButton>
        )
      }
    >
      <p className={s.summary}>
        {description?.summary ?? `This version does not know ${item.family}/${item.type}.`}
      </p>
      <div className={s.body}>
        {params.map((spec) => (
          <Field key={spec.key} item={id} field={spec.key} spec={spec} written={item.fields[spec.key]} />
        ))}
      </div>
      <OtherFindings id={id} shown={(field) => params.some((spec) => spec.key === field)} />
      {isOpen && description && (
        <Suspense>
          <HowItWorks description={description} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </CardFrame>
  );
}
