import { TextButton } from "../../../ui/TextButton";
import { useSession } from "../../session";
import type { Column } from "./column";
import s from "./experiment.module.css";

/** Why a column has no figures, or ended before its time; leads to the field where one stops it. */
export function ColumnMessage({ message }: { message: Column["message"] }) {
  const session = useSession();
  if (message === null)
    return <p className={s.message}>The server has not said anything of this column yet.</p>;
  const { field } = message;
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
    </p>
  );
}
