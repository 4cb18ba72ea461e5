import { boardFile } from "@carveout/model";
import { saveFile } from "../../ui/download";
import { TextButton } from "../../ui/TextButton";
import type { Rescued } from "../session";
import { CopyButton } from "./CopyButton";

/** The two ways to take along what the server would not have. */
export function RescuedActions({ rescued: { title, text } }: { rescued: Rescued }) {
  return (
    <>
      <TextButton onClick={() => saveFile(boardFile(title), "application/json", text)}>
        Save as a file
      </TextButton>
      <CopyButton text={text}>Copy</CopyButton>
    </>
  );
}
