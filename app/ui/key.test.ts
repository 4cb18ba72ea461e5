import { expect, test } from "vitest";
import { ariaKeys, keyName, keyOfHint } from "./key";

const press = (init: Partial<KeyboardEvent>) =>
  keyName({
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    code: "",
    ...init,
  } as KeyboardEvent);

test("a key is one word with its modifiers, whatever the layout writes on it", () => {
  expect(press({ key: "v" })).toBe("v");
  expect(press({ key: "Z", shiftKey: true, metaKey: true })).toBe("Ctrl+Shift+z");
  // Shift 1 writes "!" here and "1" in France.
  expect(press({ key: "!", shiftKey: true, code: "Digit1" })).toBe("Shift+1");
  expect(press({ key: "?", shiftKey: true, code: "Slash" })).toBe("?");
});

test("a hint is told in the words of aria-keyshortcuts", () => {
  expect(ariaKeys("Ctrl Shift Z")).toBe("Control+Shift+Z");
  expect(ariaKeys(undefined)).toBeUndefined();
});

test("a hint names the key that a press has", () => {
  expect(keyOfHint("Ctrl Shift Z")).toBe(press({ key: "Z", shiftKey: true, ctrlKey: true }));
  expect(keyOfHint("Shift 1")).toBe(press({ key: "!", shiftKey: true, code: "Digit1" }));
  expect(keyOfHint("Del")).toBe(press({ key: "Delete" }));
  expect(keyOfHint("Ctrl Shift ]")).toBe(
    press({ key: "}", shiftKey: true, ctrlKey: true, code: "BracketRight" }),
  );
  // Alt writes another letter on a Mac.
  expect(keyOfHint("Alt A")).toBe(press({ key: "å", altKey: true, code: "KeyA" }));
  expect(keyOfHint("?")).toBe(press({ key: "?", shiftKey: true, code: "Slash" }));
});
