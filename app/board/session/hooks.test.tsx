import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LockedContext, SessionContext, useCanEdit, useCanEditBoard } from "./hooks";
import type { BoardSession } from "./session";
import { Signal } from "./signal";

function Told() {
  return `${useCanEdit()} ${useCanEditBoard()}`;
}

const told = (edit: boolean, isLocked: boolean) =>
  renderToStaticMarkup(
    <SessionContext value={{ can: new Signal({ edit, comment: true }) } as unknown as BoardSession}>
      <LockedContext value={isLocked}>
        <Told />
      </LockedContext>
    </SessionContext>,
  );

test("nothing of a locked item can be edited, but its lock by who may edit the board", () => {
  expect(told(true, false)).toBe("true true");
  expect(told(true, true)).toBe("false true");
  expect(told(false, false)).toBe("false false");
  expect(told(false, true)).toBe("false false");
});
