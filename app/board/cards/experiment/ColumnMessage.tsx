import type { ItemId } from "@carveout/model";
import { TextButton } from "../../../ui/TextButton";
import { usePlan, useSession } from "../../session";
import type { ColumnNote } from "./column";
import s from "./experiment.module.css";

/** Why a column has no figures, or ended before its time, and how to go on: the field that stops it, or a shorter load. */
export function ColumnMessage({ experiment, message }: { experiment: ItemId; message: ColumnNote | null }) {
  const session = useSession();
  const { workload } = usePlan(experiment);
  if (message === null)
    return <p className={s.message}>The server has not said anything of this column yet.</p>;
  const { field, isLimit } = message;
  return (
    <p className={s.message} data-tone={message.tone}>
      <b>{message.sentence}</b>
      {field !== null && (
        <>
          {" "}
          Other columns go on.{" "}
          <TextButton onClick={() => session.guide?.goTo(field.item, field.field)}>
            Go to the field
          </TextButton>
        </>
      )}
      {isLimit && workload !== null && (
        <>
          {" "}
          <TextButton onClick={() => session.guide?.goTo(workload, "durationMs")}>
            Shorten the load
          </TextButton>
        </>
      )}
    </p>
  );
}
